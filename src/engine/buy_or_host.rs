//! Buying a model's calls or hosting it: what each costs, and the volume at which they cost the same.

use super::deployment::{PoolLoad, pool_load};
use super::hardware::{Candidate, Options, month_cost};
use super::inputs::Inputs;

/// Volumes tried: from a thousandth of the load to a thousandfold, in steps of ten.
const LEAST_FACTOR: f64 = 1e-3;
const STEPS: i32 = 6;
const STEP: f64 = 10.0;
/// Halvings of a step: to 10^(2^-14), 0.01%.
const BISECTIONS: usize = 14;

/// The cheaper of all ways that fit, by whether the component is bought.
struct Ways<'a> {
    inputs: &'a Inputs<f64>,
    members: &'a [usize],
    month: usize,
    users: f64,
    buying: Vec<(&'a Candidate, PoolLoad<f64>)>,
    hosting: Vec<(&'a Candidate, PoolLoad<f64>)>,
}

impl Ways<'_> {
    /// Cost of hosting less cost of buying at a multiple of the load (money a month).
    fn difference(&self, factor: f64) -> f64 {
        let least = |ways: &[(&Candidate, PoolLoad<f64>)]| {
            ways.iter()
                .map(|(candidate, load)| {
                    let users = self.users * factor;
                    month_cost(
                        self.inputs,
                        self.members,
                        &candidate.hardware,
                        load,
                        self.month,
                        users,
                    )
                })
                .fold(f64::INFINITY, f64::min)
        };
        least(&self.hosting) - least(&self.buying)
    }
}

/// Multiple of a month's load above which hosting a component is cheaper than buying it.
///
/// The rest of the unit scales along, each way on its cheapest hardware at that load. `None` when
/// one of the two is cheaper at any load between a thousandth and a thousandfold, or never fits.
pub fn break_even(
    inputs: &Inputs<f64>,
    options: &Options,
    members: &[usize],
    component: usize,
    month: usize,
) -> Option<f64> {
    let (buying, hosting): (Vec<_>, Vec<_>) = options
        .fitting(month)
        .map(|candidate| {
            let load = pool_load(inputs, members, None, month, Some(&candidate.hardware));
            (candidate, load)
        })
        .partition(|(candidate, _)| candidate.hardware.bought.contains(&component));
    if buying.is_empty() || hosting.is_empty() {
        return None;
    }
    let ways = Ways {
        inputs,
        members,
        month,
        users: super::demand::users(inputs, month),
        buying,
        hosting,
    };
    // From the largest volume down, so that a step of a replica does not hide the lasting crossing.
    let mut high = (0..STEPS).fold(LEAST_FACTOR, |factor, _| factor * STEP);
    if ways.difference(high) >= 0.0 {
        return None;
    }
    for _ in 0..STEPS {
        let low = high / STEP;
        if ways.difference(low) >= 0.0 {
            return Some(bisect(&ways, low, high));
        }
        high = low;
    }
    None
}

/// The crossing between a volume at which buying is cheaper and one at which hosting is.
fn bisect(ways: &Ways<'_>, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..BISECTIONS {
        let middle = (low * high).sqrt();
        if ways.difference(middle) >= 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::super::hardware::options;
    use super::super::projection::tests::inputs;
    use super::break_even;

    #[test]
    fn the_break_even_volume_by_hand() {
        // One small model on one GPU at 3 USD an hour, never fewer than one replica; the API asks
        // 2 USD a million in and 8 out: 500 + 200 tokens are 0.0026 USD a call.
        let inputs = inputs(
            "horizon_months: 12, demand: (users: 1_000, requests_per_user_month: 10, peak_to_mean: 1),
             components: [(name: \"a\", kind: Llm, model: \"m\", hosting: Either, api: \"api\",
                tokens_in: 500, tokens_out: 200, core: false, cpu_ms: 0, memory_gib: 0)],
             gpus: (allowed: [\"large\"], price_drift: 0),
             own_gpus: [(name: \"large\", per_hour: 3)], own_models: [(name: \"m\", params_b: 8)],
             own_apis: [(name: \"api\", input: 2, output: 8)],
             hosted: (price_drift: 0), money: (discount_rate: 0, wage_growth: 0),
             team: (salaries: (platform: 126_000, loaded_cost: 1))",
        );
        let options = options(&inputs, &[0]).expect("it may be hosted");
        let factor = break_even(&inputs, &options, &[0], 0, 0).expect("they cross");
        // Hosting: 1.25 GPUs (staging a quarter of the time) · 730 h · 3 USD = 2,737.50 and 0.4 h of
        // operations at 75 USD = 30; buying: the pods' CPUs beside it and 0.0026 a call. One replica
        // serves several calls a second, so the crossing lies at about 2,767.5/0.0026 = 1.06 million
        // calls, a little less as buying pays for a pod of its own.
        let calls = 10_000.0 * factor;
        assert!((0.9e6..1.07e6).contains(&calls), "{calls}");
        assert!(break_even(&inputs, &options, &[0], 0, 6).is_some());
    }

    #[test]
    fn an_api_that_costs_nothing_is_always_bought() {
        let inputs = inputs(
            "components: [(name: \"a\", kind: Llm, model: \"m\", hosting: Either, api: \"api\")],
             gpus: (allowed: [\"large\"]), own_gpus: [(name: \"large\", per_hour: 3)],
             own_models: [(name: \"m\", params_b: 8)], own_apis: [(name: \"api\", input: 0, output: 0)]",
        );
        let options = options(&inputs, &[0]).expect("it may be hosted");
        assert_eq!(break_even(&inputs, &options, &[0], 0, 0), None);
    }
}
