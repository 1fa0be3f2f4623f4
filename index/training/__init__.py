"""Training of the cross-encoder (`index.cross_encoder`) that reranks passages and finds the answer in them."""
