//! Reads the catalogue that is built into the program.
//!
//! The files of `assets` are part of the binary; nothing is read from a disk. A table by readiness
//! level is one row in a file and five entries here (`pace.parallelism.0` to `pace.parallelism.4`); rows of
//! GPUs, models, prices and curves become one entry for each number.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ron::extensions::Extensions;
use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer};

use super::allowed::by_unit;
use super::lookup::{
    API_UNIT, GPU_PRICE_UNIT, api_label, check_range, gpu_field, model_field, price_label,
};
use super::{
    AdoptionInfo, ApiInfo, Catalog, CatalogError, Entry, GpuInfo, GpuOffer, History, ModelInfo,
    ModelKind, Range, ReadinessDimension, Source, Status,
};

macro_rules! assets {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../assets/catalog/", $file)))),*]
    };
}

/// Files of constants, one for each subject.
const CONSTANTS: [(&str, &str); 17] = assets![
    "boundary.ron",
    "capacity.ron",
    "drift.ron",
    "migration.ron",
    "money.ron",
    "operations.ron",
    "pace.ron",
    "people.ron",
    "platform.ron",
    "price.ron",
    "readiness.ron",
    "reliability.ron",
    "salary.ron",
    "security.ron",
    "serving.ron",
    "time.ron",
    "verdict.ron",
];

const GPUS: &str = include_str!("../../assets/catalog/gpus.ron");
const GPU_PRICES: &str = include_str!("../../assets/catalog/gpu_prices.ron");
const MODELS: &str = include_str!("../../assets/catalog/models.ron");
const API_PRICES: &str = include_str!("../../assets/catalog/api_prices.ron");
const ADOPTION: &str = include_str!("../../assets/catalog/adoption.ron");
const READINESS_LEVELS: &str = include_str!("../../assets/catalog/readiness_levels.ron");
const HISTORY: &str = include_str!("../../assets/catalog/history.ron");
const SOURCES: &str = include_str!("../../assets/sources.ron");

/// A list of so many items; a plain array would have to be written as a tuple.
#[derive(Clone, Copy)]
struct Exactly<T, const N: usize>([T; N]);

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for Exactly<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<T>::deserialize(deserializer)?;
        items.try_into().map(Self).map_err(|items: Vec<T>| {
            de::Error::invalid_length(items.len(), &format!("{N} items").as_str())
        })
    }
}

/// A constant, or a table of five by readiness level.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    label: String,
    unit: String,
    #[serde(default)]
    value: Option<Range>,
    #[serde(default)]
    by_level: Option<Exactly<Range, 5>>,
    /// Least and most that each can be; what the unit allows when not set.
    #[serde(default)]
    allowed: Option<(f64, f64)>,
    status: Status,
    sources: Vec<String>,
    since: String,
    note: String,
}

/// What stands behind every number of a record.
struct Origin<'a> {
    status: Status,
    sources: &'a [String],
    since: &'a str,
    note: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GpuRow {
    name: String,
    vendor: String,
    memory_gib: Range,
    bandwidth_gbps: Range,
    fp16_tflops: Range,
    #[serde(default)]
    fp8_tflops: Option<Range>,
    #[serde(default)]
    fp4_tflops: Option<Range>,
    tdp_w: Range,
    link_gbps: Range,
    /// Numbers that no data sheet was read for.
    #[serde(default)]
    assumed: Vec<String>,
    #[serde(default)]
    unpriced: Option<String>,
    sources: Vec<String>,
    since: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GpuPrices {
    market: Vec<MarketRow>,
    offers: Vec<OfferRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarketRow {
    gpu: String,
    on_demand: Range,
    #[serde(default)]
    spot: Option<Range>,
    /// What stands behind it, where that is not the offers listed.
    #[serde(default)]
    status: Option<Status>,
    sources: Vec<String>,
    since: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferRow {
    gpu: String,
    provider: String,
    label: String,
    #[serde(default)]
    on_demand: Option<Range>,
    #[serde(default)]
    spot: Option<Range>,
    sources: Vec<String>,
    since: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelRow {
    name: String,
    kind: ModelKind,
    #[serde(default)]
    mla: bool,
    #[serde(default)]
    gpt_oss: bool,
    params_b: Range,
    active_params_b: Range,
    #[serde(default)]
    layers: Option<Range>,
    #[serde(default)]
    hidden: Option<Range>,
    #[serde(default)]
    kv_heads: Option<Range>,
    #[serde(default)]
    kv_bytes_per_token: Option<Range>,
    #[serde(default)]
    experts: Option<Range>,
    #[serde(default)]
    experts_per_token: Option<Range>,
    #[serde(default)]
    expert_share: Option<Range>,
    status: Status,
    sources: Vec<String>,
    since: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApiRow {
    name: String,
    provider: String,
    input: Range,
    cached_input: Range,
    output: Range,
    cached_status: Status,
    cached_note: String,
    sources: Vec<String>,
    since: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdoptionRow {
    name: String,
    label: String,
    ceiling_multiple: Range,
    monthly_rate: Range,
    status: Status,
    sources: Vec<String>,
    since: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionRow {
    id: String,
    title: String,
    meaning: String,
    gate: bool,
    /// Levels wanted of one unit, of two or three, and of eight or more.
    required: Exactly<Range, 3>,
    evidence: Exactly<String, 5>,
    sources: Vec<String>,
    since: String,
    note: String,
}

impl Catalog {
    /// The catalogue that comes with the program, read on first use.
    ///
    /// # Errors
    /// When a built-in file is malformed, which the tests rule out.
    pub fn builtin() -> Result<&'static Self, CatalogError> {
        static BUILTIN: OnceLock<Result<Catalog, CatalogError>> = OnceLock::new();
        BUILTIN
            .get_or_init(Self::parse)
            .as_ref()
            .map_err(Clone::clone)
    }

    /// Reads the built-in files.
    fn parse() -> Result<Self, CatalogError> {
        let mut catalog = Self {
            entries: BTreeMap::new(),
            gpus: Vec::new(),
            models: Vec::new(),
            apis: Vec::new(),
            gpu_offers: Vec::new(),
            adoption: Vec::new(),
            readiness: Vec::new(),
            sources: read::<BTreeMap<String, Source>>("sources.ron", SOURCES)?,
            history: read::<History>("history.ron", HISTORY)?,
        };
        for (file, text) in CONSTANTS {
            for row in read::<Vec<Row>>(file, text)? {
                catalog.add_row(&row)?;
            }
        }
        for row in read::<Vec<GpuRow>>("gpus.ron", GPUS)? {
            catalog.add_gpu_row(row)?;
        }
        let prices = read::<GpuPrices>("gpu_prices.ron", GPU_PRICES)?;
        for row in &prices.market {
            catalog.add_market_row(row)?;
        }
        for row in prices.offers {
            catalog.add_offer_row(row)?;
        }
        for row in read::<Vec<ModelRow>>("models.ron", MODELS)? {
            catalog.add_model_row(row)?;
        }
        for row in read::<Vec<ApiRow>>("api_prices.ron", API_PRICES)? {
            catalog.add_api_row(row)?;
        }
        for row in read::<Vec<AdoptionRow>>("adoption.ron", ADOPTION)? {
            catalog.add_adoption_row(row)?;
        }
        for row in read::<Vec<DimensionRow>>("readiness_levels.ron", READINESS_LEVELS)? {
            catalog.add_dimension_row(row)?;
        }
        Ok(catalog)
    }

    fn add_row(&mut self, row: &Row) -> Result<(), CatalogError> {
        let origin = Origin {
            status: row.status,
            sources: &row.sources,
            since: &row.since,
            note: &row.note,
        };
        let rows: Vec<(String, String, Range)> = match (row.value, row.by_level) {
            (Some(value), None) => vec![(row.id.clone(), row.label.clone(), value)],
            (None, Some(Exactly(levels))) => (0..)
                .zip(levels)
                .map(|(level, value): (u8, Range)| {
                    let label = format!("{}, level {level}", row.label);
                    (format!("{}.{level}", row.id), label, value)
                })
                .collect(),
            _ => return Err(CatalogError::NoValue { id: row.id.clone() }),
        };
        for (id, label, value) in rows {
            self.add(id.clone(), label, &row.unit, value, &origin)?;
            if let Some((entry, allowed)) = self.entries.get_mut(&id).zip(row.allowed) {
                entry.allowed = allowed;
            }
        }
        Ok(())
    }

    fn add_gpu_row(&mut self, row: GpuRow) -> Result<(), CatalogError> {
        let numbers = [
            ("memory_gib", Some(row.memory_gib)),
            ("bandwidth_gbps", Some(row.bandwidth_gbps)),
            ("fp16_tflops", Some(row.fp16_tflops)),
            ("fp8_tflops", row.fp8_tflops),
            ("fp4_tflops", row.fp4_tflops),
            ("tdp_w", Some(row.tdp_w)),
            ("link_gbps", Some(row.link_gbps)),
        ];
        for (field, range) in numbers {
            let Some(range) = range else { continue };
            let (label, unit) = gpu_field(field);
            let assumed = row.assumed.iter().any(|name| name == field);
            let origin = Origin {
                status: if assumed {
                    Status::Assumed
                } else {
                    Status::Quoted
                },
                sources: &row.sources,
                since: &row.since,
                note: &row.note,
            };
            self.add(
                format!("gpu.{}.{field}", row.name),
                format!("{}: {label}", row.name),
                unit,
                range,
                &origin,
            )?;
        }
        self.gpus.push(GpuInfo {
            name: row.name,
            vendor: row.vendor,
            fp8: row.fp8_tflops.is_some(),
            fp4: row.fp4_tflops.is_some(),
            tdp: true,
            priced: false,
            spot: false,
            unpriced_reason: row.unpriced,
        });
        Ok(())
    }

    fn add_market_row(&mut self, row: &MarketRow) -> Result<(), CatalogError> {
        let origin = Origin {
            status: row.status.unwrap_or(Status::Quoted),
            sources: &row.sources,
            since: &row.since,
            note: &row.note,
        };
        self.gpu(&row.gpu)?;
        for (term, range) in [("market", Some(row.on_demand)), ("spot", row.spot)] {
            let Some(range) = range else { continue };
            self.add(
                format!("gpu_price.{}.{term}", row.gpu),
                format!("{}: {}", row.gpu, price_label(term)),
                GPU_PRICE_UNIT,
                range,
                &origin,
            )?;
        }
        for gpu in self.gpus.iter_mut().filter(|gpu| gpu.name == row.gpu) {
            gpu.priced = true;
            gpu.spot = row.spot.is_some();
        }
        Ok(())
    }

    fn add_offer_row(&mut self, row: OfferRow) -> Result<(), CatalogError> {
        let origin = Origin {
            status: Status::Quoted,
            sources: &row.sources,
            since: &row.since,
            note: &row.note,
        };
        self.gpu(&row.gpu)?;
        for (term, words, range) in [
            ("on_demand", "on demand", row.on_demand),
            ("spot", "spot", row.spot),
        ] {
            let Some(range) = range else { continue };
            self.add(
                format!("gpu_price.{}.{}.{term}", row.gpu, row.provider),
                format!("{}: {}, {words}", row.gpu, row.label),
                GPU_PRICE_UNIT,
                range,
                &origin,
            )?;
        }
        self.gpu_offers.push(GpuOffer {
            gpu: row.gpu,
            provider: row.provider,
            label: row.label,
            on_demand: row.on_demand.is_some(),
            spot: row.spot.is_some(),
        });
        Ok(())
    }

    fn add_model_row(&mut self, row: ModelRow) -> Result<(), CatalogError> {
        let origin = Origin {
            status: row.status,
            sources: &row.sources,
            since: &row.since,
            note: &row.note,
        };
        let numbers = [
            ("params_b", Some(row.params_b)),
            ("active_params_b", Some(row.active_params_b)),
            ("layers", row.layers),
            ("hidden", row.hidden),
            ("kv_heads", row.kv_heads),
            ("kv_bytes_per_token", row.kv_bytes_per_token),
            ("experts", row.experts),
            ("experts_per_token", row.experts_per_token),
            ("expert_share", row.expert_share),
        ];
        for (field, range) in numbers {
            let Some(range) = range else { continue };
            let (label, unit) = model_field(field);
            self.add(
                format!("model.{}.{field}", row.name),
                format!("{}: {label}", row.name),
                unit,
                range,
                &origin,
            )?;
        }
        self.models.push(ModelInfo {
            name: row.name,
            kind: row.kind,
            moe: row.experts.is_some(),
            mla: row.mla,
            gpt_oss: row.gpt_oss,
        });
        Ok(())
    }

    fn add_api_row(&mut self, row: ApiRow) -> Result<(), CatalogError> {
        let listed = (Status::Quoted, &row.note);
        let cached = (row.cached_status, &row.cached_note);
        for (field, range, (status, note)) in [
            ("input", row.input, listed),
            ("cached_input", row.cached_input, cached),
            ("output", row.output, listed),
        ] {
            let origin = Origin {
                status,
                sources: &row.sources,
                since: &row.since,
                note,
            };
            self.add(
                format!("api.{}.{field}", row.name),
                format!("{}: {}", row.name, api_label(field)),
                API_UNIT,
                range,
                &origin,
            )?;
        }
        self.apis.push(ApiInfo {
            name: row.name,
            provider: row.provider,
        });
        Ok(())
    }

    fn add_adoption_row(&mut self, row: AdoptionRow) -> Result<(), CatalogError> {
        let origin = Origin {
            status: row.status,
            sources: &row.sources,
            since: &row.since,
            note: &row.note,
        };
        self.add(
            format!("adoption.{}.ceiling_multiple", row.name),
            format!("{}: ceiling against the start", row.label),
            "factor",
            row.ceiling_multiple,
            &origin,
        )?;
        self.add(
            format!("adoption.{}.monthly_rate", row.name),
            format!("{}: rate of the S-curve", row.label),
            "1/month",
            row.monthly_rate,
            &origin,
        )?;
        self.adoption.push(AdoptionInfo {
            name: row.name,
            label: row.label,
        });
        Ok(())
    }

    fn add_dimension_row(&mut self, row: DimensionRow) -> Result<(), CatalogError> {
        let own_judgement = [MODEL.to_owned()];
        let origin = Origin {
            status: Status::Assumed,
            sources: &own_judgement,
            since: &row.since,
            note: &row.note,
        };
        for ((field, words), range) in [
            ("one", "one unit"),
            ("few", "two or three units"),
            ("many", "eight or more units"),
        ]
        .into_iter()
        .zip(row.required.0)
        {
            self.add(
                format!("readiness.required.{}.{field}", row.id),
                format!("{}: level wanted with {words}", row.title),
                "level",
                range,
                &origin,
            )?;
        }
        self.readiness.push(ReadinessDimension {
            id: row.id,
            title: row.title,
            meaning: row.meaning,
            gate: row.gate,
            evidence: row.evidence.0,
            sources: row.sources,
        });
        Ok(())
    }

    fn add(
        &mut self,
        id: String,
        label: String,
        unit: &str,
        range: Range,
        origin: &Origin<'_>,
    ) -> Result<(), CatalogError> {
        let entry = Entry {
            id,
            label,
            unit: unit.to_owned(),
            low: range.low,
            likely: range.likely,
            high: range.high,
            allowed: by_unit(unit),
            status: origin.status,
            sources: origin.sources.to_vec(),
            since: origin.since.to_owned(),
            note: origin.note.to_owned(),
        };
        check_range(&entry.id, range)?;
        if self.entries.contains_key(&entry.id) {
            return Err(CatalogError::Duplicate { id: entry.id });
        }
        self.entries.insert(entry.id.clone(), entry);
        Ok(())
    }
}

/// Key of the source for our own judgement.
const MODEL: &str = "MODEL";

fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, CatalogError> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str(text)
        .map_err(|error| CatalogError::Parse {
            file,
            line: error.span.start.line,
            column: error.span.start.col,
            message: error.code.to_string(),
        })
}
