//! The people and their levels, how the product changes, what its failures cost.

use super::Compiler;
use crate::catalog::UnknownEntry;
use crate::engine::constants::Constants;
use crate::engine::dimension::BOUNDARIES;
use crate::engine::inputs::{Evolution, Leaves, Reliability, Team};
use crate::engine::labels as l;
use crate::number::{Number, Subject};
use crate::scenario::schema::DIMENSIONS;

impl<N: Number, L: Leaves<N, Error = UnknownEntry>> Compiler<'_, N, L> {
    pub(super) fn levels(&mut self, k: &Constants<N>) -> [N; 10] {
        let scenario = self.scenario;
        let stated = scenario.team.levels.all();
        std::array::from_fn(|d| {
            if let Some(level) = stated[d] {
                return self
                    .leaves
                    .stated(format_args!("team.levels.{}", DIMENSIONS[d]), level);
            }
            let mut sum = N::zero();
            let mut raters = 0;
            for rater in &scenario.team.raters {
                if let Some(level) = rater.levels.all()[d] {
                    let path = format_args!("team.raters[{}].levels.{}", rater.name, DIMENSIONS[d]);
                    sum = sum + self.leaves.stated(path, level);
                    raters += 1;
                }
            }
            if raters == 0 {
                k.unknown_level
            } else {
                let mean = sum / N::constant(f64::from(raters));
                mean.named_of(&l::LEVEL, Subject::Dimension(d))
            }
        })
    }

    pub(super) fn team(&mut self, k: &Constants<N>, levels: [N; 10]) -> Team<N> {
        let stated = &self.scenario.team;
        let (mix, pay, hiring) = (&stated.mix, &stated.salaries, &stated.hiring);
        let loaded = self.or("team.salaries.loaded_cost", pay.loaded_cost, k.loaded_cost)
            * self.at("factors.salaries", self.scenario.factors.salaries);
        let loaded = loaded.named(&l::LOADED_COST);
        let roles = [
            ("backend", mix.backend, pay.backend, k.salary_backend),
            ("ml", mix.ml, pay.ml, k.salary_ml),
            ("data", mix.data, pay.data, k.salary_data),
            ("platform", mix.platform, pay.platform, k.salary_platform),
            ("security", mix.security, pay.security, k.salary_security),
        ];
        let mut heads = N::zero();
        let mut wages = N::zero();
        let mut platform = N::zero();
        for (role, share, salary, usual) in roles {
            let share = self.at(&format!("team.mix.{role}"), share);
            let salary = self.or(&format!("team.salaries.{role}"), salary, usual) * loaded;
            let salary = salary.named(&l::SALARY_LOADED);
            if role == "platform" {
                platform = salary;
            }
            heads = heads + share;
            wages = wages + share * salary;
        }
        let rate = self.or(
            "team.contractors.rate",
            stated.contractors.rate,
            k.contractor_month,
        ) * self.at("factors.salaries", self.scenario.factors.salaries);
        let rate = rate.named(&l::CONTRACTOR_RATE);
        Team {
            engineers: self.at("team.engineers", stated.engineers),
            product_salary: wages.over_or(heads, platform).named(&l::SALARY_PRODUCT),
            platform_salary: platform.named(&l::SALARY_PLATFORM),
            manager_salary: (self.or("team.salaries.manager", pay.manager, k.salary_manager)
                * loaded)
                .named(&l::SALARY_MANAGER),
            levels,
            policy: hiring.policy,
            min: self.at("team.hiring.min", hiring.min),
            max: self.at("team.hiring.max", hiring.max),
            lag: self.or("team.hiring.lag_months", hiring.lag_months, k.hire_lag),
            ramp: self.or("team.hiring.ramp_months", hiring.ramp_months, k.ramp_months),
            hire_cost: self.or(
                "team.hiring.cost_per_hire",
                hiring.cost_per_hire,
                k.hire_cost,
            ),
            attrition: self.or("team.hiring.attrition", hiring.attrition, k.attrition),
            contractors_max: self.at("team.contractors.max", stated.contractors.max),
            contractor_rate: rate,
            contractor_ramp: self.or(
                "team.contractors.ramp_months",
                stated.contractors.ramp_months,
                k.contractor_ramp,
            ),
        }
    }

    pub(super) fn change(&mut self, k: &Constants<N>, levels: &[N; 10]) -> Evolution<N> {
        let stated = &self.scenario.change;
        Evolution {
            maturity: stated.maturity,
            shared_coupling: self.at("change.shared_coupling", stated.shared_coupling),
            delay_value_share: self.or(
                "change.delay_value_share",
                stated.delay_value_share,
                k.delay_value_share,
            ),
            lead_time_day_value: self.at("change.lead_time_day_value", stated.lead_time_day_value),
            today_upkeep: match stated.today_upkeep {
                Some(upkeep) => self.at("change.today_upkeep", upkeep),
                None => k.today_upkeep.at(levels[BOUNDARIES]),
            },
        }
    }

    pub(super) fn reliability(&mut self) -> Reliability<N> {
        let stated = &self.scenario.reliability;
        let mut at = |key: &str, quantity| self.at(&format!("reliability.{key}"), quantity);
        Reliability {
            value_per_user: at("value_per_user_month", stated.value_per_user_month),
            multiplier: at("downtime_multiplier", stated.downtime_multiplier),
            security_loss: at("security_loss", stated.security_loss),
            base_latency: at("base_latency_ms", stated.base_latency_ms),
            latency_budget: stated
                .latency_budget_ms
                .map(|budget| at("latency_budget_ms", budget)),
            latency_cost: at("latency_cost_per_100ms", stated.latency_cost_per_100ms),
        }
    }
}
