//! Splitpoint: when to split a generative-AI product.
