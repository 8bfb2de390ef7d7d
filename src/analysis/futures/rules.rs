//! Tripwires in words: the rule one would write on a wall.

use crate::analysis::report::timing::Tripwire;
use crate::scenario::Scenario;
use crate::units::{self, Currency, YearMonth, decade};

/// Worth less than this share of the total is nothing to watch for.
const NOTHING: f64 = 1e-5;

/// "Split when 45 people work on it. Watching this is worth $310k more than the best fixed month;
/// it is 34 today and reaches 45 around March 2028."
pub(super) fn sentence(scenario: &Scenario, rule: &Tripwire) -> String {
    let money = Currency::new(&scenario.currency);
    let measure = Measure::of(&rule.metric);
    let Some(threshold) = rule.threshold else {
        return format!("At no {} does splitting pay.", measure.quantity());
    };
    let value = |value: f64| measure.value(value, &money);
    let worth = if rule.value_of_watching > NOTHING * rule.expected_total.abs() {
        format!(
            "Watching this is worth {} more than the best fixed month",
            money.total(rule.value_of_watching)
        )
    } else {
        "Watching this is worth no more than the best fixed month".to_owned()
    };
    let start = scenario.start.parse::<YearMonth>();
    let month = |month: usize| match &start {
        Ok(start) => start.plus_months(month).long(),
        Err(_) => format!("month {month}"),
    };
    if rule.is_passed() {
        let now = match &rule.sign {
            Some(sign) => {
                let turned_out = measure.state(&value(sign.actual), "was");
                format!("{turned_out} in {}", month(sign.month))
            }
            None => format!("{} today", measure.state(&value(rule.today), "is")),
        };
        return format!("Already passed: {now}. {worth}.");
    }
    if let Some(sign) = &rule.sign {
        let shown = value(rounded(threshold));
        let was = format!("it was {} in {}", value(sign.actual), month(sign.month));
        return match sign.trips {
            Some(trips) => format!(
                "Split when {}. {worth}; {was} and gets there around {} if it goes on like that.",
                measure.rule(&shown),
                month(trips)
            ),
            None => format!(
                "Split when {}. {worth}; {was} and does not get there if it goes on like that.",
                measure.rule(&shown)
            ),
        };
    }
    let when = match (&rule.month, &start) {
        (Some(band), Ok(start)) => format!(
            "; it is {} today and gets there around {}",
            value(rule.today),
            start.plus_months(band.p50.round().max(0.0) as usize).long()
        ),
        _ => format!("; it is {} today", value(rule.today)),
    };
    let threshold_shown = value(rounded(threshold));
    format!(
        "Split when {}. {worth}{when}.",
        measure.rule(&threshold_shown)
    )
}

/// A threshold to two digits: nobody watches for more.
pub fn rounded(value: f64) -> f64 {
    if value.abs() < 10.0 {
        return value;
    }
    let step = decade(value) / 10.0;
    (value / step).round() * step
}

/// What is watched, in words.
pub struct Measure {
    metric: String,
    /// Its name, such as "Lead time".
    pub name: &'static str,
}

impl Measure {
    /// A measure by its metric.
    pub fn of(metric: &str) -> Self {
        Self {
            metric: metric.to_owned(),
            name: match metric {
                "engineers" => "People in one unit",
                "lead_time_days" => "Lead time",
                "queue_days" => "Wait for a start",
                "users" => "Users",
                "cash" => "Monthly spend",
                "down_hours" => "Hours down a month",
                _ => "Use of the pipeline",
            },
        }
    }

    /// A value of it, with its unit.
    pub fn value(&self, value: f64, money: &Currency) -> String {
        match self.metric.as_str() {
            "engineers" => units::people(value),
            "lead_time_days" | "queue_days" => units::days(value),
            "users" => units::counted(value, "user", "users"),
            "cash" => money.total(value),
            "down_hours" => units::hours(value),
            _ => units::share(value),
        }
    }

    /// The rule in a few words: "Lead time passes 7 days".
    pub fn short_rule(&self, threshold: f64, money: &Currency) -> String {
        let verb = match self.metric.as_str() {
            "engineers" | "users" | "down_hours" => "pass",
            _ => "passes",
        };
        let value = match self.metric.as_str() {
            "engineers" | "users" => units::count(rounded(threshold)),
            _ => self.value(rounded(threshold), money),
        };
        format!("{} {verb} {value}", self.name)
    }

    /// The quantity after "at no".
    fn quantity(&self) -> &'static str {
        match self.metric.as_str() {
            "engineers" => "number of people",
            "lead_time_days" => "lead time",
            "queue_days" => "wait for a start",
            "users" => "number of users",
            "cash" => "monthly spend",
            "down_hours" => "number of hours down",
            _ => "use of the pipeline",
        }
    }

    /// What it is or was, given the value as it is shown.
    fn state(&self, value: &str, is: &str) -> String {
        let was = is == "was";
        match self.metric.as_str() {
            "engineers" if was => format!("{value} worked in one unit"),
            "engineers" => format!("{value} work in one unit"),
            "lead_time_days" => format!("the lead time {is} {value}"),
            "queue_days" if was => format!("changes waited {value} for a start"),
            "queue_days" => format!("changes wait {value} for a start"),
            "users" if was => format!("there were {value}"),
            "users" => format!("there are {value}"),
            "cash" if was => format!("a month cost {value}"),
            "cash" => format!("a month costs {value}"),
            "down_hours" => format!("the product {is} down {value} a month"),
            _ => format!("the changes wanted are {value} of what the pipeline carries"),
        }
    }

    /// What has to come true, given the threshold as it is shown.
    pub fn rule(&self, threshold: &str) -> String {
        match self.metric.as_str() {
            "engineers" => format!("{threshold} work in one unit"),
            "lead_time_days" => format!("the lead time passes {threshold}"),
            "queue_days" => format!("changes wait {threshold} for a start"),
            "users" => format!("{threshold} are there"),
            "cash" => format!("a month costs {threshold}"),
            "down_hours" => format!("the product is down {threshold} a month"),
            _ => format!("the changes wanted pass {threshold} of what the pipeline carries"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tripwire, sentence};
    use crate::analysis::report::band::Band;
    use crate::analysis::report::timing::Sign;
    use crate::scenario::Scenario;

    fn rule(metric: &str, threshold: Option<f64>, today: f64, worth: f64) -> Tripwire {
        let month = Band {
            p10: 10.0,
            p50: 14.0,
            p90: 20.0,
        };
        Tripwire {
            metric: metric.to_owned(),
            threshold,
            expected_total: 80e6,
            value_of_watching: worth,
            today,
            month: Some(month),
            probability: 0.9,
            sign: None,
            sentence: String::new(),
        }
    }

    #[test]
    fn rules_for_the_wall() {
        let plan = Scenario {
            start: "2027-01".to_owned(),
            ..Scenario::default()
        };
        let say = |metric, threshold, today, worth| {
            sentence(&plan, &rule(metric, threshold, today, worth))
        };
        assert_eq!(
            say("engineers", Some(45.0), 34.0, 310e3),
            "Split when 45 people work in one unit. Watching this is worth $310k more than the best fixed month; it is 34 people today and gets there around March 2028."
        );
        assert_eq!(
            say("lead_time_days", Some(7.0), 9.0, 0.0),
            "Already passed: the lead time is 9 days today. Watching this is worth no more than the best fixed month."
        );
        let turned_out = |trips| {
            let sign = Sign {
                month: 2,
                actual: 38.0,
                planned: 35.0,
                trips,
            };
            let rule = Tripwire {
                sign: Some(sign),
                ..rule("engineers", Some(45.0), 34.0, 0.0)
            };
            sentence(&plan, &rule)
        };
        assert_eq!(
            turned_out(Some(12)),
            "Split when 45 people work in one unit. Watching this is worth no more than the best fixed month; it was 38 people in March 2027 and gets there around January 2028 if it goes on like that."
        );
        // What is passed gives no threshold any more.
        assert_eq!(
            turned_out(Some(2)),
            "Already passed: 38 people worked in one unit in March 2027. Watching this is worth no more than the best fixed month."
        );
        assert!(
            say("users", Some(900.0), 900.0, 0.0)
                .starts_with("Already passed: there are 900 users today.")
        );
        assert!(turned_out(None).contains("does not get there"));
        assert_eq!(
            say("users", None, 900.0, 0.0),
            "At no number of users does splitting pay."
        );
    }
}
