//! One roadmap projected once more with numbers that remember how they came about.
//!
//! Hardware, months and training are decided at likely inputs exactly as for the report; what is
//! recorded then runs over them month by month. The figures are the report's, to the last bit.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::leaves::{Leaf, Sourced};
use super::{ExplainError, Explanation, Names};
use crate::analysis::ReportError;
use crate::analysis::chosen::planned;
use crate::analysis::ready::{Infeasible, Ready};
use crate::analysis::replay::{Deployed, replay};
use crate::analysis::report::Series;
use crate::analysis::roadmaps::PlannedRoadmap;
use crate::analysis::session::Session;
use crate::catalog::{Catalog, Status};
use crate::engine::baseline::Baseline;
use crate::engine::compile::{Likely, catalog_of, compile};
use crate::engine::inputs::Inputs;
use crate::engine::money::present_value_factor;
use crate::engine::month::{Listed, MonthValues, Observer, SoFar};
use crate::engine::projection::Projector;
use crate::engine::series::{Over, SERIES};
use crate::engine::stage::Stage;
use crate::engine::yearly::Yearly;
use crate::number::traced::{Origin, Step, StepId, Tape, Traced};
use crate::number::{Label, Number as _, Subject};
use crate::scenario::Scenario;

static NPV: Label = Label::new("net present value of the total", "money");
static PRESENT_VALUE: Label = Label::new("present value of the month's total", "money");

/// A scenario whose roadmaps can be explained.
pub struct Explainer<'a> {
    scenario: &'a Scenario,
    catalog: Cow<'a, Catalog>,
    session: Session,
    plans: Vec<PlannedRoadmap>,
    /// The plans decided, once one of them was asked about.
    decided: Option<Vec<Result<Ready, Infeasible>>>,
}

impl<'a> Explainer<'a> {
    /// Compiles a scenario and lists its roadmaps.
    ///
    /// # Errors
    /// When a field cannot be resolved.
    pub fn new(scenario: &'a Scenario, catalog: &'a Catalog) -> Result<Self, ReportError> {
        let catalog = catalog_of(scenario, catalog)?;
        let inputs = compile(scenario, &catalog, &mut Likely { catalog: &catalog })?;
        let plans = planned(scenario, &inputs)?;
        let session = Session::new(inputs)?;
        Ok(Self {
            scenario,
            catalog,
            session,
            plans,
            decided: None,
        })
    }

    /// Ids of the roadmaps, in display order.
    pub fn roadmaps(&self) -> impl Iterator<Item = &str> {
        self.plans.iter().map(|plan| plan.id.as_str())
    }

    /// Records the projection of a roadmap.
    ///
    /// # Errors
    /// When there is no such roadmap, or it cannot run.
    pub fn explain(&mut self, roadmap: &str) -> Result<Explanation, ExplainError> {
        let Some(at) = self.plans.iter().position(|plan| plan.id == roadmap) else {
            return Err(ExplainError::roadmap(roadmap, self.roadmaps()));
        };
        let (session, plans) = (&mut self.session, &self.plans);
        let decided = self
            .decided
            .get_or_insert_with(|| session.decide_all(plans));
        let Ok(ready) = decided[at].clone() else {
            return Err(ExplainError::Infeasible(roadmap.to_owned()));
        };
        let (recorded, tape) = Tape::record(|| self.record(&ready));
        let recorded = recorded.map_err(ReportError::from)?;
        Ok(self.explanation(roadmap, recorded, tape))
    }

    fn record(&self, ready: &Ready) -> Result<Recorder, crate::engine::compile::CompileError> {
        let catalog: &Catalog = &self.catalog;
        let mut sourced = Sourced { catalog };
        let inputs: Inputs<Traced> = compile(self.scenario, catalog, &mut sourced)?;
        let baseline = Baseline::new(&inputs, self.session.today_hardware.clone());
        let replayed = replay(
            self.scenario,
            (&inputs, &mut Deployed::new()),
            ready,
            &mut sourced,
            |value, label| Traced::leaf(value, Origin::Decided(label)),
        );
        let mut recorder = Recorder::new(&inputs);
        Projector::new(&inputs, &baseline, replayed.stages).run(&replayed.training, &mut recorder);
        recorder.add_up();
        Ok(recorder)
    }

    fn explanation(&self, roadmap: &str, recorded: Recorder, tape: Tape) -> Explanation {
        let inputs = &self.session.inputs;
        let leaves: Vec<Leaf> = tape
            .origins()
            .iter()
            .map(|origin| Leaf::new(origin, self.scenario, &self.catalog))
            .collect();
        let mut status: Vec<Option<Status>> = Vec::with_capacity(tape.len());
        for id in 0..tape.len() as StepId {
            let weakest = match tape.step(id) {
                Step::Leaf(leaf) => Some(leaves[leaf as usize].status),
                _ => tape
                    .operands(id)
                    .filter_map(|operand| status[operand as usize])
                    .max(),
            };
            status.push(weakest);
        }
        Explanation {
            roadmap: roadmap.to_owned(),
            currency: self.scenario.currency.clone(),
            months: inputs.months,
            names: Names {
                components: inputs.components.iter().map(|c| c.name.clone()).collect(),
                gpus: inputs.gpus.iter().map(|gpu| gpu.name.clone()).collect(),
                models: inputs.models.iter().map(|m| m.name.clone()).collect(),
                apis: inputs.apis.iter().map(|api| api.name.clone()).collect(),
            },
            series: recorded.steps,
            totals: recorded.totals,
            month_starts: recorded.month_starts,
            status,
            leaves,
            tape,
        }
    }
}

/// Collects what every month came to.
struct Recorder {
    values: BTreeMap<&'static str, Vec<Traced>>,
    steps: BTreeMap<&'static str, Vec<StepId>>,
    totals: BTreeMap<&'static str, StepId>,
    npv: Traced,
    cumulative: Traced,
    balance: Option<Traced>,
    hours: Traced,
    rate: Yearly<Traced>,
    /// Steps on the tape when each month began, and when the last had ended.
    month_starts: Vec<StepId>,
}

impl Recorder {
    fn new(inputs: &Inputs<Traced>) -> Self {
        Self {
            values: BTreeMap::new(),
            steps: BTreeMap::new(),
            totals: BTreeMap::new(),
            npv: Traced::zero(),
            cumulative: Traced::zero(),
            balance: inputs.money.capital,
            hours: inputs.k.hours_per_month,
            rate: inputs.money.discount_rate.clone(),
            month_starts: vec![Tape::recorded() as StepId],
        }
    }

    fn add(&mut self, name: &'static str, value: Traced) {
        self.values.entry(name).or_default().push(value);
        self.steps.entry(name).or_default().push(value.step());
    }

    /// Sums over the horizon of everything that can be added up.
    fn add_up(&mut self) {
        for name in Series::NAMES.iter().filter(|name| is_additive(name)) {
            if let Some(values) = self.values.get(name) {
                let sum = Traced::sum(values.iter().copied()).step();
                self.totals.insert(name, sum);
            }
        }
        self.totals.insert("npv", self.npv.named(&NPV).step());
    }
}

impl Observer<Traced> for Recorder {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<Traced>,
        _: &[Stage<Traced>],
        _: &[Traced],
        _: &[Traced; 10],
    ) {
        let sums = values.sums();
        let (cash, total) = (sums.cash, sums.total);
        let factor = present_value_factor(&self.rate, month);
        self.npv = self.npv + (total * factor).named(&PRESENT_VALUE);
        self.cumulative = self.cumulative + total;
        self.balance = self
            .balance
            .map(|balance| (balance + (values.income - cash)).named(&SERIES.cash_balance.term));
        // The same sums that went into what is so far: each is one step of the tape.
        let listed = Listed {
            values,
            sums,
            so_far: SoFar {
                cumulative_total: self.cumulative.named(&SERIES.cumulative_total.term),
                availability: values.availability(self.hours),
                down_hours_per_thousand_changes: values.down_hours_per_thousand_changes(),
                cash_balance: self.balance,
            },
        };
        for name in Series::COLUMNS {
            if let Some(value) = listed.get(name) {
                self.add(name, value);
            }
        }
        self.month_starts.push(Tape::recorded() as StepId);
    }
}

/// Whether the months of a series can be added up: money, and what is counted.
pub(super) fn is_additive(name: &str) -> bool {
    SERIES.get(name).is_some_and(|row| row.over == Over::Sum)
}

/// What a subject is called after "of"; nothing for the product.
pub(super) fn called(subject: Subject, names: &Names) -> Option<String> {
    let of = |list: &[String], at: usize| list.get(at).cloned();
    match subject {
        Subject::Product => None,
        Subject::Component(c) => of(&names.components, c),
        Subject::Unit(first, count) if count > 1 && count == names.components.len() => {
            let _ = first;
            Some("all in one".to_owned())
        }
        Subject::Unit(first, 1) => of(&names.components, first),
        Subject::Unit(first, count) => {
            of(&names.components, first).map(|name| format!("{name} and {} more", count - 1))
        }
        Subject::Gpu(gpu) => of(&names.gpus, gpu),
        Subject::Model(model) => of(&names.models, model),
        Subject::Api(api) => of(&names.apis, api),
        Subject::Stage(0) => Some("today's units".to_owned()),
        Subject::Stage(stage) => Some(format!("stage {stage}")),
        Subject::Dimension(d) => crate::scenario::schema::DIMENSIONS
            .get(d)
            .map(|dimension| dimension.replace('_', " ")),
    }
}
