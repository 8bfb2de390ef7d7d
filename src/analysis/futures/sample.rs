//! Chances of the inputs in each draw: an Owen-scrambled Sobol sequence.
//!
//! Draw `i` has the same chances whoever asks for it, in whatever order and on however many
//! threads. Beyond the dimensions of the sequence the next ones start over with another seed, which
//! scrambles and shuffles them anew.

use sobol_burley::{NUM_DIMENSIONS, sample};

/// Draws that the sequence has.
pub const MOST_DRAWS: usize = 1 << 16;

/// Half of the finest step of a sample, so that no chance is exactly 0.
const HALF_STEP: f64 = 1.0 / 33_554_432.0;

/// The chances of every draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Samples {
    /// Seed; another one gives other draws.
    pub seed: u32,
}

impl Samples {
    /// The chance of an input in a draw, above 0 and below 1.
    pub fn chance(self, draw: usize, dimension: usize) -> f64 {
        let turn = dimension as u32 / NUM_DIMENSIONS;
        let within = dimension as u32 % NUM_DIMENSIONS;
        // Turns must not meet the seeds of a neighbour: mixed rather than added.
        let seed = self.seed ^ turn.wrapping_mul(0x9e37_79b9);
        f64::from(sample(draw as u32, within, seed)) + HALF_STEP
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;

    #[test]
    fn every_dimension_is_stratified() {
        let samples = Samples { seed: 7 };
        for dimension in [0, 1, 17, 255, 256, 300, 700] {
            let mut cells = [0; 64];
            for draw in 0..64 {
                let chance = samples.chance(draw, dimension);
                assert!(0.0 < chance && chance < 1.0);
                cells[(chance * 64.0) as usize] += 1;
            }
            assert_eq!(cells, [1; 64], "dimension {dimension}");
        }
    }

    #[test]
    fn dimensions_beyond_the_sequence_are_apart() {
        let samples = Samples { seed: 7 };
        let mean = |a: usize, b: usize| {
            let centred = |draw, d| samples.chance(draw, d) - 0.5;
            (0..4096)
                .map(|draw| centred(draw, a) * centred(draw, b))
                .sum::<f64>()
                / 4096.0
                * 12.0
        };
        for (a, b) in [(0, 256), (0, 512), (256, 512), (3, 259), (1, 256)] {
            assert!(mean(a, b).abs() < 0.06, "{a} and {b}: {}", mean(a, b));
        }
        assert_ne!(samples.chance(5, 3), Samples { seed: 8 }.chance(5, 3));
    }
}
