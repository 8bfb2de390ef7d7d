//! Published throughput: measured runs of a model on a kind of GPU, and the one nearest to a question.
//!
//! The rows are those that the constants of serving are fitted to. What the model says about a row is
//! in [`crate::analysis::serving`]. Source: SERVE3.

use std::sync::OnceLock;

use crate::number::Number;

const ROWS: &str = include_str!("../../assets/published/throughput.csv");

/// A measured run.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedRun {
    /// Where it was published: document and commit.
    pub source: &'static str,
    /// Name of the model in the catalogue.
    pub model: &'static str,
    /// Name of the GPU in the catalogue.
    pub gpu: &'static str,
    /// Format of the weights as published, in small letters: `fp16`, `fp8`, `fp4`.
    pub precision: String,
    /// GPUs that serve it together.
    pub gpus: usize,
    /// Prompt (tokens).
    pub prompt: f64,
    /// Answer (tokens).
    pub answer: f64,
    /// Most sequences in a batch; none where memory decided.
    pub batch_cap: Option<f64>,
    /// Output tokens per second of all its GPUs together.
    pub tokens_per_second: f64,
}

/// What a run is looked for by.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Name of the model.
    pub model: &'a str,
    /// Name of the GPU.
    pub gpu: &'a str,
    /// Format of the weights, in small letters.
    pub precision: &'a str,
    /// GPUs that serve it together.
    pub gpus: usize,
    /// Prompt (tokens).
    pub prompt: f64,
    /// Answer (tokens).
    pub answer: f64,
}

impl PublishedRun {
    fn read(line: &'static str) -> Option<Self> {
        let cells: Vec<&str> = line.split(',').collect();
        let [
            source,
            model,
            precision,
            gpu,
            gpus,
            prompt,
            answer,
            cap,
            rate,
            ..,
        ] = cells[..]
        else {
            return None;
        };
        let batch_cap = match cap {
            "max" => None,
            number => Some(number.parse().ok()?),
        };
        Some(Self {
            source,
            model,
            gpu,
            precision: precision.to_lowercase(),
            gpus: gpus.parse().ok()?,
            prompt: prompt.parse().ok()?,
            answer: answer.parse().ok()?,
            batch_cap,
            tokens_per_second: rate.parse().ok()?,
        })
    }

    /// How far a run of the same model and GPU is from what is wanted: another precision first, then
    /// doublings of the number of GPUs, then doublings of prompt and answer together.
    fn distance(&self, wanted: &Wanted<'_>) -> [f64; 3] {
        let doublings = |a: f64, b: f64| Number::log2(a.max(1.0) / b.max(1.0)).abs();
        [
            f64::from(u8::from(self.precision != wanted.precision)),
            doublings(self.gpus as f64, wanted.gpus as f64),
            doublings(self.prompt, wanted.prompt) + doublings(self.answer, wanted.answer),
        ]
    }
}

/// All published runs, in the order of the file.
pub fn published_runs() -> &'static [PublishedRun] {
    static RUNS: OnceLock<Vec<PublishedRun>> = OnceLock::new();
    RUNS.get_or_init(|| lines().filter_map(PublishedRun::read).collect())
}

/// Rows of the file, without remarks and the names of the columns.
fn lines() -> impl Iterator<Item = &'static str> {
    ROWS.lines().filter(|line| !line.starts_with('#')).skip(1)
}

/// The published run of the same model on the same GPU that is nearest; none where there is no such
/// run. Of equally near ones the first in the file.
///
/// ```
/// use splitpoint::catalog::published::{Wanted, nearest_run};
/// let wanted = Wanted {
///     model: "Llama-3.1-8B", gpu: "H200", precision: "fp8", gpus: 1, prompt: 130.0, answer: 2000.0,
/// };
/// assert_eq!(nearest_run(&wanted).map(|run| run.tokens_per_second), Some(25398.9));
/// ```
pub fn nearest_run(wanted: &Wanted<'_>) -> Option<&'static PublishedRun> {
    published_runs()
        .iter()
        .filter(|run| run.model == wanted.model && run.gpu == wanted.gpu)
        .min_by(|a, b| {
            let (a, b) = (a.distance(wanted), b.distance(wanted));
            a.iter()
                .zip(&b)
                .map(|(a, b)| a.total_cmp(b))
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        })
}

#[cfg(test)]
mod tests {
    use super::{Wanted, lines, nearest_run, published_runs};

    const WANTED: Wanted<'static> = Wanted {
        model: "Qwen3-30B-A3B",
        gpu: "B200",
        precision: "fp4",
        gpus: 1,
        prompt: 1000.0,
        answer: 1000.0,
    };

    #[test]
    fn every_row_is_read() {
        assert_eq!(lines().count(), 456);
        assert_eq!(published_runs().len(), 456);
    }

    #[test]
    fn the_nearest_row_has_the_same_model_and_gpu() {
        let run = nearest_run(&WANTED).expect("there is one");
        assert_eq!((run.prompt, run.answer), (1000.0, 1000.0));
        // 1,024 against 1,000 is 0.03 doublings, 1,100 against 1,024 is 0.10 and against 1,000 0.14.
        let longer = Wanted {
            prompt: 1100.0,
            answer: 1100.0,
            ..WANTED
        };
        assert_eq!(nearest_run(&longer).expect("there is one").prompt, 1024.0);
        let unknown = Wanted {
            gpu: "L4",
            ..WANTED
        };
        assert_eq!(nearest_run(&unknown), None);
    }

    #[test]
    fn precision_counts_before_gpus_and_gpus_before_lengths() {
        // Llama-3.1-70B on H100: FP8 on one GPU is nearer to FP8 on two than FP16 on two is, and
        // eight times longer prompts on two GPUs are nearer than the same prompts on four.
        let wanted = Wanted {
            model: "Llama-3.1-70B",
            gpu: "H100-SXM",
            precision: "fp8",
            gpus: 2,
            prompt: 128.0,
            answer: 128.0,
        };
        let run = nearest_run(&wanted).expect("there is one");
        assert_eq!((run.precision.as_str(), run.gpus), ("fp8", 2));
        let other = Wanted {
            precision: "fp4",
            ..wanted
        };
        assert_eq!(nearest_run(&other).expect("there is one").gpus, 2);
    }
}
