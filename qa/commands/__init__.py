"""The commands, one file each: `qa.cli` names them."""
