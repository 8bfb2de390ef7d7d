//! A report that tells the story of the design's pictures, for tests of both pages.
