"""What a question is answered with: the models and the writer, and the stages that use them on the newest view."""
