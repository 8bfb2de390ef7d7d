//! How many use the product and when, and what happens at known months.

use super::partition::component_index;
use super::{CompileError, Compiler, field};
use crate::catalog::UnknownEntry;
use crate::engine::demand::day_nodes;
use crate::engine::inputs::{Demand, Event, Leaves, Spike};
use crate::engine::labels as l;
use crate::number::Number;
use crate::scenario::schema::GrowthShape;

/// How users grow.
struct Pace<N> {
    /// Share a month, or users a month for linear growth.
    rate: N,
    /// Users at which an S-curve levels off.
    ceiling: N,
}

impl<N: Number, L: Leaves<N, Error = UnknownEntry>> Compiler<'_, N, L> {
    pub(super) fn demand(&mut self) -> Result<Demand<N>, CompileError> {
        let scenario = self.scenario;
        let stated = &scenario.demand;
        let factor = self.at("factors.users", scenario.factors.users);
        let users = (self.at("demand.users", stated.users) * factor).named(&l::USERS_TODAY);
        let pace = self.growth(users, factor)?;
        let table = self.table();
        let spikes = self.spikes()?;
        let requests = stated.requests_per_user_month;
        let requests_per_user_month = self.at("demand.requests_per_user_month", requests);
        let peak_to_mean = self.at("demand.peak_to_mean", stated.peak_to_mean);
        Ok(Demand {
            users,
            factor,
            requests_per_user_month,
            shape: stated.growth.shape,
            rate: pace.rate,
            ceiling: pace.ceiling,
            table,
            peak_to_mean,
            day: day_nodes(peak_to_mean),
            spikes,
        })
    }

    /// How fast users grow, and where that levels off: by the plan, or by an adoption curve of the
    /// catalogue.
    fn growth(&mut self, users: N, factor: N) -> Result<Pace<N>, CompileError> {
        let growth = &self.scenario.demand.growth;
        let rate = if growth.shape == GrowthShape::Linear {
            self.at("demand.growth.users_per_month", growth.users_per_month)
        } else {
            self.at("demand.growth.monthly_rate", growth.monthly_rate)
        };
        let mut pace = Pace {
            rate,
            ceiling: users,
        };
        if growth.shape != GrowthShape::SCurve {
            return Ok(pace);
        }
        if let Some(name) = &growth.adoption {
            self.catalog
                .adoption_curve(name)
                .map_err(|error| field("demand.growth.adoption", error.to_string()))?;
            pace.rate = self.entry(&format!("adoption.{name}.monthly_rate"))?;
            let multiple = self.entry(&format!("adoption.{name}.ceiling_multiple"))?;
            pace.ceiling = (users * multiple).named(&l::USERS_CEILING);
        } else if let Some(stated) = growth.ceiling {
            let ceiling = self.at("demand.growth.ceiling", stated) * factor;
            pace.ceiling = ceiling.named(&l::USERS_CEILING);
        }
        Ok(pace)
    }

    /// Month and users of each point of the growth table, in the order of months.
    fn table(&mut self) -> Vec<(usize, N)> {
        let points = self.scenario.demand.growth.table.iter().enumerate();
        let mut table: Vec<(usize, N)> = points
            .map(|(i, point)| {
                let path = format!("demand.growth.table[{i}].users");
                (point.month as usize, self.at(&path, point.users))
            })
            .collect();
        table.sort_by_key(|(month, _)| *month);
        table
    }

    fn spikes(&mut self) -> Result<Vec<Spike<N>>, CompileError> {
        let scenario = self.scenario;
        let spikes = scenario.demand.spikes.iter();
        spikes
            .map(|spike| {
                let mut at = |key: &str, quantity| {
                    let path = format!("demand.spikes[{}].{key}", spike.name);
                    self.at(&path, quantity)
                };
                let component = spike.component.as_ref().map(|name| {
                    let path = format!("demand.spikes[{}].component", spike.name);
                    component_index(scenario, name)
                        .ok_or_else(|| field(path, format!("there is no component {name}")))
                });
                Ok(Spike {
                    per_month: at("per_month", spike.per_month),
                    times: at("times", spike.times),
                    hours: at("hours", spike.hours),
                    component: component.transpose()?,
                })
            })
            .collect()
    }

    pub(super) fn events(&mut self) -> Vec<Event<N>> {
        let scenario = self.scenario;
        scenario
            .events
            .iter()
            .enumerate()
            .map(|(i, event)| Event {
                month: event.month as usize,
                kind: event.kind,
                value: self.at(&format!("events[{i}].value"), event.value),
            })
            .collect()
    }
}
