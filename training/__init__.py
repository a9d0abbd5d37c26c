"""The workshop in which the models that come with Sourceline are made; the product itself never imports it."""
