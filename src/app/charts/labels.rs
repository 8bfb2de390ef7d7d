//! Labels at the ends of lines: pushed apart without changing their order.

/// Positions near `wanted` (in ascending order) with at least `pitch` between neighbours, kept
/// inside `low..=high` as far as they fit.
pub fn push_apart(wanted: &[f32], pitch: f32, low: f32, high: f32) -> Vec<f32> {
    // Clusters of labels that touch: how many, and where their middle wants to be.
    let mut clusters: Vec<(usize, f32)> = Vec::new();
    for &want in wanted {
        clusters.push((1, want));
        while let [.., (before, middle), (count, want)] = clusters.as_slice() {
            let (before, middle, count, want) = (*before, *middle, *count, *want);
            if want - middle >= pitch * (before + count) as f32 / 2.0 {
                break;
            }
            let both = before + count;
            let mean = (middle * before as f32 + want * count as f32) / both as f32;
            clusters.truncate(clusters.len() - 2);
            clusters.push((both, mean));
        }
    }
    let mut placed: Vec<f32> = Vec::with_capacity(wanted.len());
    for (count, middle) in clusters {
        let first = middle - pitch * (count as f32 - 1.0) / 2.0;
        placed.extend((0..count).map(|index| first + pitch * index as f32));
    }
    let mut floor = low;
    for place in &mut placed {
        *place = place.max(floor);
        floor = *place + pitch;
    }
    let mut ceiling = high;
    for place in placed.iter_mut().rev() {
        *place = place.min(ceiling);
        ceiling = *place - pitch;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_touch_are_spread_around_their_middle() {
        assert_eq!(push_apart(&[100.0, 102.0], 30.0, 0.0, 400.0), [86.0, 116.0]);
        assert_eq!(push_apart(&[10.0, 100.0], 30.0, 0.0, 400.0), [10.0, 100.0]);
    }

    #[test]
    fn labels_stay_inside() {
        assert_eq!(push_apart(&[0.0, 1.0], 30.0, 0.0, 400.0), [0.0, 30.0]);
        assert_eq!(
            push_apart(&[398.0, 399.0], 30.0, 0.0, 400.0),
            [370.0, 400.0]
        );
    }
}
