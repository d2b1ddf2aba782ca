//! Numbers made of several.

/// Several runs of one quantity.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Summary {
    /// The middle one; of an even number, the mean of the two in the middle.
    pub median: f64,
    pub min: f64,
    pub max: f64,
    /// The median distance from the median.
    pub mad: f64,
}

impl Summary {
    /// Of at least one value.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Summary> {
        let mut values: Vec<f64> = values.into_iter().collect();
        let middle = median(&mut values)?;
        let (min, max) = (*values.first()?, *values.last()?);
        let mut distances: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
        let mad = median(&mut distances)?;
        Some(Summary { median: middle, min, max, mad })
    }
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_spread() {
        let odd = Summary { median: 3.0, min: 1.0, max: 10.0, mad: 2.0 };
        assert_eq!(Summary::of([10.0, 1.0, 3.0]), Some(odd));
        let even = Summary { median: 2.5, min: 1.0, max: 4.0, mad: 1.0 };
        assert_eq!(Summary::of([4.0, 1.0, 2.0, 3.0]), Some(even));
        assert_eq!(Summary::of([]), None);
    }
}
