//! Charts that know the look and nothing of the model.
