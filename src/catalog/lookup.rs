//! Finding entries, and what a scenario adds to them or replaces.

use super::allowed::by_unit;
use super::{
    AdoptionInfo, ApiInfo, Catalog, CatalogError, Entry, GpuInfo, GpuOffer, ModelInfo, ModelKind,
    Range, ReadinessDimension, Source, Status, UnknownEntry,
};

/// Key of the source that stands for the user's own scenario.
pub(super) const SCENARIO: &str = "scenario";

/// What stands behind a record that a scenario adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// How well it is founded.
    pub status: Status,
    /// When it was true, as `2026-11`; empty when not stated.
    pub since: String,
    /// Where it comes from, in the user's words.
    pub note: String,
}

impl Given {
    /// A guess, with the user's words about it.
    pub fn assumed(note: &str) -> Self {
        Self {
            status: Status::Assumed,
            since: String::new(),
            note: note.to_owned(),
        }
    }
}

/// The numbers of a GPU that a scenario adds.
#[derive(Clone, Debug, PartialEq)]
pub struct GpuSpec {
    /// Memory (GiB).
    pub memory_gib: Range,
    /// Memory bandwidth (GB/s).
    pub bandwidth_gbps: Range,
    /// Dense FP16 compute (TFLOP/s).
    pub fp16_tflops: Range,
    /// Dense FP8 compute (TFLOP/s).
    pub fp8_tflops: Option<Range>,
    /// Dense FP4 compute (TFLOP/s).
    pub fp4_tflops: Option<Range>,
    /// Power (W).
    pub tdp_w: Option<Range>,
    /// Link to its peers, one direction (GB/s).
    pub link_gbps: Range,
}

/// The numbers of a language model that a scenario adds.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpec {
    /// Parameters (billions).
    pub params_b: Range,
    /// Parameters active for a token (billions); all of them when not set.
    pub active_params_b: Option<Range>,
    /// Layers.
    pub layers: Range,
    /// Hidden size.
    pub hidden: Range,
    /// KV heads.
    pub kv_heads: Range,
    /// Cache of a token in FP16 (bytes).
    pub kv_bytes_per_token: Range,
    /// Experts, experts for a token, and the experts' share of the weights; a dense model when not
    /// set.
    pub experts: Option<[Range; 3]>,
    /// Whether it has an MLA cache.
    pub mla: bool,
    /// Whether its weights have the format of gpt-oss.
    pub gpt_oss: bool,
}

/// The prices of a hosted API that a scenario adds (USD per million tokens).
#[derive(Clone, Debug, PartialEq)]
pub struct ApiSpec {
    /// Fresh prompt tokens.
    pub input: Range,
    /// Cached prompt tokens.
    pub cached_input: Range,
    /// Answer tokens.
    pub output: Range,
}

/// The candidate most like `name`, if any is at all like it.
///
/// ```
/// assert_eq!(splitpoint::catalog::nearest("h100", ["L4", "H100-SXM"]), Some("H100-SXM"));
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Likeness below which a suggestion confuses more than it helps.
    const ALIKE: f64 = 0.6;
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(&name, &candidate.to_lowercase());
        if likeness >= best.map_or(ALIKE, |(highest, _)| highest)
            && best.is_none_or(|(highest, _)| likeness > highest)
        {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

pub(super) fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |word| format!("; the nearest is `{word}`"))
}

fn unknown<'a>(
    kind: &'static str,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> UnknownEntry {
    UnknownEntry {
        kind,
        name: name.to_owned(),
        nearest: nearest(name, candidates).map(str::to_owned),
    }
}

impl Catalog {
    /// Date of the newest entry, as `2026-11`.
    pub fn newest(&self) -> &str {
        let dates = self.entries.values().map(|entry| entry.since.as_str());
        dates.max().unwrap_or_default()
    }

    /// An entry by its id.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn entry(&self, id: &str) -> Result<&Entry, UnknownEntry> {
        self.entries
            .get(id)
            .ok_or_else(|| unknown("entry", id, self.entries.keys().map(String::as_str)))
    }

    /// The likely value of an entry, in the entry's unit.
    ///
    /// # Errors
    /// When there is no such entry.
    pub fn likely(&self, id: &str) -> Result<f64, UnknownEntry> {
        self.entry(id).map(|entry| entry.likely)
    }

    /// A GPU by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn gpu(&self, name: &str) -> Result<&GpuInfo, UnknownEntry> {
        find("GPU", name, &self.gpus, |gpu| &gpu.name)
    }

    /// A model by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn model(&self, name: &str) -> Result<&ModelInfo, UnknownEntry> {
        find("model", name, &self.models, |model| &model.name)
    }

    /// A hosted API by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn api(&self, name: &str) -> Result<&ApiInfo, UnknownEntry> {
        find("hosted API", name, &self.apis, |api| &api.name)
    }

    /// An adoption curve by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn adoption_curve(&self, name: &str) -> Result<&AdoptionInfo, UnknownEntry> {
        find("adoption curve", name, &self.adoption, |curve| &curve.name)
    }

    /// A dimension of readiness by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn dimension(&self, id: &str) -> Result<&ReadinessDimension, UnknownEntry> {
        find("dimension", id, &self.readiness, |dimension| &dimension.id)
    }

    /// What providers ask for a GPU, in the order of the file.
    pub fn offers<'a>(&'a self, gpu: &'a str) -> impl Iterator<Item = &'a GpuOffer> {
        self.gpu_offers.iter().filter(move |offer| offer.gpu == gpu)
    }

    /// Names of the providers that offer any GPU, sorted.
    pub fn providers(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .gpu_offers
            .iter()
            .map(|offer| offer.provider.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Replaces the value of an entry. Its unit and label stay; status, source and note become the
    /// scenario's.
    ///
    /// # Errors
    /// When there is no such entry, or the values are not finite or not in order.
    pub fn with_override(
        &mut self,
        id: &str,
        low: f64,
        likely: f64,
        high: f64,
        reason: &str,
    ) -> Result<&mut Self, CatalogError> {
        self.with_override_from(id, Range::new(low, likely, high), &Given::assumed(reason))
    }

    /// Replaces the value of an entry, with the status and date that the scenario states.
    ///
    /// # Errors
    /// When there is no such entry, or the values are not finite or not in order.
    pub fn with_override_from(
        &mut self,
        id: &str,
        range: Range,
        given: &Given,
    ) -> Result<&mut Self, CatalogError> {
        let known = self.entry(id)?;
        let (label, unit) = (known.label.clone(), known.unit.clone());
        self.put_given(id.to_owned(), label, &unit, range, given)?;
        Ok(self)
    }

    /// Adds a GPU, or replaces one of the same name.
    ///
    /// # Errors
    /// When the name cannot be part of an id, or values are not finite or not in order.
    pub fn with_gpu(
        &mut self,
        name: &str,
        spec: &GpuSpec,
        given: &Given,
    ) -> Result<&mut Self, CatalogError> {
        check_name("GPU", name)?;
        let numbers = [
            ("memory_gib", Some(spec.memory_gib)),
            ("bandwidth_gbps", Some(spec.bandwidth_gbps)),
            ("fp16_tflops", Some(spec.fp16_tflops)),
            ("fp8_tflops", spec.fp8_tflops),
            ("fp4_tflops", spec.fp4_tflops),
            ("tdp_w", spec.tdp_w),
            ("link_gbps", Some(spec.link_gbps)),
        ];
        let family = format!("gpu.{name}.");
        check_ranges(&family, &numbers)?;
        self.remove_family(&family);
        for (field, range) in numbers {
            let Some(range) = range else { continue };
            let (label, unit) = gpu_field(field);
            self.put_given(
                format!("{family}{field}"),
                format!("{name}: {label}"),
                unit,
                range,
                given,
            )?;
        }
        let known = self.gpus.iter().find(|gpu| gpu.name == name);
        let info = GpuInfo {
            name: name.to_owned(),
            vendor: known.map_or_else(String::new, |gpu| gpu.vendor.clone()),
            fp8: spec.fp8_tflops.is_some(),
            fp4: spec.fp4_tflops.is_some(),
            tdp: spec.tdp_w.is_some(),
            priced: known.is_some_and(|gpu| gpu.priced),
            spot: known.is_some_and(|gpu| gpu.spot),
            unpriced_reason: known.and_then(|gpu| gpu.unpriced_reason.clone()),
        };
        replace_or_push(&mut self.gpus, info, |gpu| &gpu.name);
        Ok(self)
    }

    /// Sets the reference price of a GPU, and the spot price where one is given (USD/GPU-h).
    ///
    /// # Errors
    /// When there is no such GPU, or values are not finite or not in order.
    pub fn with_gpu_price(
        &mut self,
        gpu: &str,
        on_demand: Range,
        spot: Option<Range>,
        given: &Given,
    ) -> Result<&mut Self, CatalogError> {
        self.gpu(gpu)?;
        let family = format!("gpu_price.{gpu}.");
        let numbers = [("market", Some(on_demand)), ("spot", spot)];
        check_ranges(&family, &numbers)?;
        for (term, range) in numbers {
            let Some(range) = range else { continue };
            self.put_given(
                format!("{family}{term}"),
                format!("{gpu}: {}", price_label(term)),
                GPU_PRICE_UNIT,
                range,
                given,
            )?;
        }
        for info in self.gpus.iter_mut().filter(|info| info.name == gpu) {
            info.priced = true;
            info.spot |= spot.is_some();
            info.unpriced_reason = None;
        }
        Ok(self)
    }

    /// Adds a language model, or replaces one of the same name.
    ///
    /// # Errors
    /// When the name cannot be part of an id, or values are not finite or not in order.
    pub fn with_model(
        &mut self,
        name: &str,
        spec: &ModelSpec,
        given: &Given,
    ) -> Result<&mut Self, CatalogError> {
        check_name("model", name)?;
        let [experts, per_token, share] = match spec.experts {
            Some(numbers) => numbers.map(Some),
            None => [None; 3],
        };
        let numbers = [
            ("params_b", Some(spec.params_b)),
            (
                "active_params_b",
                Some(spec.active_params_b.unwrap_or(spec.params_b)),
            ),
            ("layers", Some(spec.layers)),
            ("hidden", Some(spec.hidden)),
            ("kv_heads", Some(spec.kv_heads)),
            ("kv_bytes_per_token", Some(spec.kv_bytes_per_token)),
            ("experts", experts),
            ("experts_per_token", per_token),
            ("expert_share", share),
        ];
        let family = format!("model.{name}.");
        check_ranges(&family, &numbers)?;
        self.remove_family(&family);
        for (field, range) in numbers {
            let Some(range) = range else { continue };
            let (label, unit) = model_field(field);
            self.put_given(
                format!("{family}{field}"),
                format!("{name}: {label}"),
                unit,
                range,
                given,
            )?;
        }
        let info = ModelInfo {
            name: name.to_owned(),
            kind: ModelKind::Llm,
            moe: spec.experts.is_some(),
            mla: spec.mla,
            gpt_oss: spec.gpt_oss,
        };
        replace_or_push(&mut self.models, info, |model| &model.name);
        Ok(self)
    }

    /// Adds a hosted API, or replaces one of the same name.
    ///
    /// # Errors
    /// When the name cannot be part of an id, or values are not finite or not in order.
    pub fn with_api(
        &mut self,
        name: &str,
        spec: &ApiSpec,
        given: &Given,
    ) -> Result<&mut Self, CatalogError> {
        check_name("hosted API", name)?;
        let numbers = [
            ("input", Some(spec.input)),
            ("cached_input", Some(spec.cached_input)),
            ("output", Some(spec.output)),
        ];
        let family = format!("api.{name}.");
        check_ranges(&family, &numbers)?;
        for (field, range) in numbers {
            let Some(range) = range else { continue };
            self.put_given(
                format!("{family}{field}"),
                format!("{name}: {}", api_label(field)),
                API_UNIT,
                range,
                given,
            )?;
        }
        let info = ApiInfo {
            name: name.to_owned(),
            provider: SCENARIO.to_owned(),
        };
        replace_or_push(&mut self.apis, info, |api| &api.name);
        Ok(self)
    }

    /// Puts an entry of the scenario in place of whatever has its id.
    fn put_given(
        &mut self,
        id: String,
        label: String,
        unit: &str,
        range: Range,
        given: &Given,
    ) -> Result<(), CatalogError> {
        let known = self.entries.get(&id);
        let entry = Entry {
            allowed: known.map_or_else(|| by_unit(unit), |known| known.allowed),
            label,
            unit: unit.to_owned(),
            low: range.low,
            likely: range.likely,
            high: range.high,
            status: given.status,
            sources: vec![SCENARIO.to_owned()],
            since: given.since.clone(),
            note: given.note.clone(),
            id,
        };
        check_range(&entry.id, range)?;
        self.sources
            .entry(SCENARIO.to_owned())
            .or_insert_with(|| Source {
                title: "The scenario itself".to_owned(),
                location: "the scenario's file".to_owned(),
                section: None,
                read: None,
            });
        self.entries.insert(entry.id.clone(), entry);
        Ok(())
    }

    fn remove_family(&mut self, prefix: &str) {
        self.entries.retain(|id, _| !id.starts_with(prefix));
    }
}

pub(super) fn check_range(id: &str, range: Range) -> Result<(), CatalogError> {
    if range.is_ordered() {
        return Ok(());
    }
    Err(CatalogError::Disordered {
        id: id.to_owned(),
        low: range.low,
        likely: range.likely,
        high: range.high,
    })
}

/// Looks at all numbers of a record before any of them is put in.
fn check_ranges(family: &str, numbers: &[(&str, Option<Range>)]) -> Result<(), CatalogError> {
    for (field, range) in numbers {
        if let Some(range) = range {
            check_range(&format!("{family}{field}"), *range)?;
        }
    }
    Ok(())
}

fn check_name(kind: &'static str, name: &str) -> Result<(), CatalogError> {
    if name.is_empty() || name.trim() != name || name.contains('/') {
        return Err(CatalogError::BadName {
            kind,
            name: name.to_owned(),
        });
    }
    Ok(())
}

fn find<'a, T>(
    kind: &'static str,
    name: &str,
    items: &'a [T],
    name_of: impl Fn(&T) -> &String,
) -> Result<&'a T, UnknownEntry> {
    items
        .iter()
        .find(|item| name_of(item) == name)
        .ok_or_else(|| unknown(kind, name, items.iter().map(|item| name_of(item).as_str())))
}

fn replace_or_push<T>(items: &mut Vec<T>, item: T, name_of: impl Fn(&T) -> &String) {
    match items
        .iter_mut()
        .find(|known| name_of(known) == name_of(&item))
    {
        Some(known) => *known = item,
        None => items.push(item),
    }
}

/// Unit of GPU prices.
pub(super) const GPU_PRICE_UNIT: &str = "USD/GPU-h";
/// Unit of token prices.
pub(super) const API_UNIT: &str = "USD/million tokens";

/// Label and unit of a number of a GPU.
pub(super) fn gpu_field(field: &str) -> (&'static str, &'static str) {
    match field {
        "memory_gib" => ("memory", "GiB"),
        "bandwidth_gbps" => ("memory bandwidth", "GB/s"),
        "fp16_tflops" => ("dense FP16 compute", "TFLOP/s"),
        "fp8_tflops" => ("dense FP8 compute", "TFLOP/s"),
        "fp4_tflops" => ("dense FP4 compute", "TFLOP/s"),
        "tdp_w" => ("power", "W"),
        _ => ("link to its peers, one direction", "GB/s"),
    }
}

/// Label and unit of a number of a model.
pub(super) fn model_field(field: &str) -> (&'static str, &'static str) {
    match field {
        "params_b" => ("parameters", "billions"),
        "active_params_b" => ("parameters active for a token", "billions"),
        "layers" => ("layers", "count"),
        "hidden" => ("hidden size", "count"),
        "kv_heads" => ("KV heads", "count"),
        "kv_bytes_per_token" => ("cache of a token in FP16", "bytes/token"),
        "experts" => ("experts", "count"),
        "experts_per_token" => ("experts used for a token", "count"),
        _ => ("experts' share of the weights", "share"),
    }
}

/// Label of a price of a GPU.
pub(super) fn price_label(term: &str) -> &'static str {
    match term {
        "market" => "market price, on demand",
        "spot" => "market price, spot",
        _ => "price",
    }
}

/// Label of a price of a hosted API.
pub(super) fn api_label(field: &str) -> &'static str {
    match field {
        "input" => "fresh prompt tokens",
        "cached_input" => "cached prompt tokens",
        _ => "answer tokens",
    }
}
