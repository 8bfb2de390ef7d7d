//! The catalogue as a whole: complete, sourced, in order, and nothing in it that nobody reads.

use std::collections::BTreeSet;

use splitpoint::catalog::{
    ApiSpec, Catalog, CatalogError, Entry, Given, GpuSpec, ModelKind, ModelSpec, Range, Status,
    nearest,
};
use splitpoint::engine::constants::Constants;

/// Families of entries that are found by a name of a record rather than by a field of the engine.
const FAMILIES: [&str; 6] = [
    "gpu.",
    "gpu_price.",
    "model.",
    "api.",
    "adoption.",
    "readiness.required.",
];

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

fn is_constant(id: &str) -> bool {
    !FAMILIES.iter().any(|family| id.starts_with(family))
}

/// Panics with all of the offenders, not only the first.
#[track_caller]
fn none(offenders: &[String], what: &str) {
    assert!(offenders.is_empty(), "{what}:\n{}", offenders.join("\n"));
}

fn offenders(is_wrong: impl Fn(&Entry) -> bool) -> Vec<String> {
    builtin()
        .entries
        .values()
        .filter(|entry| is_wrong(entry))
        .map(|entry| entry.id.clone())
        .collect()
}

#[test]
fn the_builtin_catalogue_parses() {
    let catalog = builtin();
    assert_eq!(catalog.gpus.len(), 19);
    assert_eq!(catalog.models.len(), 25);
    assert_eq!(catalog.apis.len(), 46);
    assert_eq!(catalog.readiness.len(), 10);
    assert!(catalog.entries.len() > 700, "{}", catalog.entries.len());
}

#[test]
fn every_constant_of_the_engine_is_an_entry() {
    let catalog = builtin();
    let missing: Vec<String> = Constants::<f64>::ids()
        .into_iter()
        .filter(|id| !catalog.entries.contains_key(id))
        .collect();
    none(&missing, "ids that the engine reads without an entry");
}

#[test]
fn every_entry_is_read_by_the_engine() {
    let read: BTreeSet<String> = Constants::<f64>::ids().into_iter().collect();
    none(
        &offenders(|entry| is_constant(&entry.id) && !read.contains(&entry.id)),
        "entries that nobody reads",
    );
}

#[test]
fn entries_of_records_belong_to_a_record() {
    let catalog = builtin();
    let mut known = BTreeSet::new();
    for gpu in &catalog.gpus {
        let mut fields = vec!["memory_gib", "bandwidth_gbps", "fp16_tflops", "link_gbps"];
        fields.extend(gpu.fp8.then_some("fp8_tflops"));
        fields.extend(gpu.fp4.then_some("fp4_tflops"));
        fields.extend(gpu.tdp.then_some("tdp_w"));
        known.extend(
            fields
                .iter()
                .map(|field| format!("gpu.{}.{field}", gpu.name)),
        );
        if gpu.priced {
            known.insert(format!("gpu_price.{}.market", gpu.name));
        }
        if gpu.spot {
            known.insert(format!("gpu_price.{}.spot", gpu.name));
        }
    }
    for offer in &catalog.gpu_offers {
        let family = format!("gpu_price.{}.{}", offer.gpu, offer.provider);
        known.extend(offer.on_demand.then(|| format!("{family}.on_demand")));
        known.extend(offer.spot.then(|| format!("{family}.spot")));
    }
    for model in &catalog.models {
        let mut fields = vec!["params_b", "active_params_b"];
        if model.kind != ModelKind::Image {
            fields.extend(["layers", "hidden", "kv_heads", "kv_bytes_per_token"]);
        }
        if model.moe {
            fields.extend(["experts", "experts_per_token", "expert_share"]);
        }
        known.extend(
            fields
                .iter()
                .map(|field| format!("model.{}.{field}", model.name)),
        );
    }
    for api in &catalog.apis {
        for field in ["input", "cached_input", "output"] {
            known.insert(format!("api.{}.{field}", api.name));
        }
    }
    for curve in &catalog.adoption {
        for field in ["ceiling_multiple", "monthly_rate"] {
            known.insert(format!("adoption.{}.{field}", curve.name));
        }
    }
    for dimension in &catalog.readiness {
        for field in ["one", "few", "many"] {
            known.insert(format!("readiness.required.{}.{field}", dimension.id));
        }
    }
    let present: BTreeSet<String> = catalog
        .entries
        .keys()
        .filter(|id| !is_constant(id))
        .cloned()
        .collect();
    assert_eq!(known, present);
}

#[test]
fn keys_are_the_ids_of_their_entries() {
    for (id, entry) in &builtin().entries {
        assert_eq!(id, &entry.id);
    }
}

#[test]
fn values_are_in_order() {
    none(
        &offenders(|entry| !entry.range().is_ordered()),
        "entries with low, likely and high out of order",
    );
}

/// A 3-term metalog exists when the likely value is not too near to either end (Keelin 2016,
/// section 3.4): with r = (likely − low)/(high − low) on the scale of the quantity, k < r < 1 − k
/// and k = (1 − 1.66711·0.4)/2.
#[test]
fn ranges_can_be_drawn_from() {
    const K: f64 = (1.0 - 1.667_11 * 0.4) / 2.0;
    let unfit = offenders(|entry| {
        if entry.is_point() {
            return false;
        }
        let bounded = entry.unit == "share" && entry.low > 0.0 && entry.high < 1.0;
        let scale = |x: f64| {
            if bounded {
                (x / (1.0 - x)).ln()
            } else if entry.low > 0.0 {
                x.ln()
            } else {
                x
            }
        };
        let [low, likely, high] = [entry.low, entry.likely, entry.high].map(scale);
        let along = (likely - low) / (high - low);
        !(K < along && along < 1.0 - K)
    });
    none(&unfit, "entries whose range no metalog has");
}

#[test]
fn shares_are_shares() {
    none(
        &offenders(|entry| entry.unit == "share" && !(entry.low >= 0.0 && entry.high <= 1.0)),
        "shares outside 0 to 1",
    );
}

/// All source text of the engine, whose doc comments cite sources too.
fn engine_text() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/engine");
    std::fs::read_dir(folder)
        .expect("the engine has a folder")
        .filter_map(|item| std::fs::read_to_string(item.ok()?.path()).ok())
        .collect()
}

#[test]
fn sources_resolve_and_are_all_used() {
    let catalog = builtin();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for entry in catalog.entries.values() {
        assert!(!entry.sources.is_empty(), "{} has no source", entry.id);
        used.extend(entry.sources.iter().map(String::as_str));
    }
    for dimension in &catalog.readiness {
        assert!(!dimension.sources.is_empty(), "{}", dimension.id);
        used.extend(dimension.sources.iter().map(String::as_str));
    }
    let formulas = engine_text();
    let cited = |key: &str| {
        formulas
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .any(|word| word == key)
    };
    for key in catalog.sources.keys().map(String::as_str) {
        assert!(used.remove(key) || cited(key), "{key} is used nowhere");
    }
    assert!(used.is_empty(), "cited and not in sources.ron: {used:?}");
}

#[test]
fn sources_say_what_and_where() {
    for (key, source) in &builtin().sources {
        assert!(!source.title.is_empty(), "{key}");
        assert!(!source.location.is_empty(), "{key}");
        if let Some(read) = &source.read {
            assert!(is_date(read), "{key}: {read}");
        }
    }
}

#[test]
fn what_is_not_assumed_has_a_source_beyond_our_judgement() {
    none(
        &offenders(|entry| {
            entry.status != Status::Assumed && entry.sources.iter().all(|key| key == "MODEL")
        }),
        "entries without a source",
    );
}

/// `2026`, `2026-11` or `2026-11-24`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let fits = |index: usize, digits: usize, range: std::ops::RangeInclusive<u32>| {
        parts.get(index).is_none_or(|part| {
            part.len() == digits && part.parse().is_ok_and(|number| range.contains(&number))
        })
    };
    parts.len() <= 3 && fits(0, 4, 2000..=2100) && fits(1, 2, 1..=12) && fits(2, 2, 1..=31)
}

#[test]
fn dates_are_well_formed() {
    none(
        &offenders(|entry| !is_date(&entry.since)),
        "entries with a malformed date",
    );
}

#[test]
fn every_entry_can_be_read_by_people() {
    none(
        &offenders(|entry| entry.label.is_empty() || entry.unit.is_empty()),
        "entries without label or unit",
    );
    none(
        &offenders(|entry| !entry.note.ends_with('.') || entry.note.len() < 10),
        "notes that are no sentence",
    );
}

#[test]
fn readiness_texts_are_complete() {
    let catalog = builtin();
    for dimension in &catalog.readiness {
        assert!(!dimension.title.is_empty(), "{}", dimension.id);
        for text in dimension.evidence.iter().chain([&dimension.meaning]) {
            assert!(text.ends_with('.'), "{}: {text}", dimension.id);
        }
        // More units never want less.
        let [one, few, many] = ["one", "few", "many"].map(|field| {
            let id = format!("readiness.required.{}.{field}", dimension.id);
            catalog.likely(&id).unwrap()
        });
        assert!(0.0 <= one && one <= few && few <= many && many <= 4.0);
    }
    let gates: Vec<&str> = catalog
        .readiness
        .iter()
        .filter(|dimension| dimension.gate)
        .map(|dimension| dimension.id.as_str())
        .collect();
    assert_eq!(
        gates,
        ["delivery", "platform", "observability", "boundaries"]
    );
}

#[test]
fn dimensions_have_the_names_of_the_scenario() {
    let names: Vec<&str> = builtin()
        .readiness
        .iter()
        .map(|dimension| dimension.id.as_str())
        .collect();
    assert_eq!(names, splitpoint::scenario::schema::DIMENSIONS);
}

#[test]
fn every_gpu_has_a_price_or_a_reason() {
    for gpu in &builtin().gpus {
        assert_ne!(gpu.priced, gpu.unpriced_reason.is_some(), "{}", gpu.name);
    }
}

#[test]
fn market_prices_are_the_median_of_the_offers() {
    let catalog = builtin();
    for gpu in catalog.gpus.iter().filter(|gpu| gpu.priced) {
        let mut prices: Vec<f64> = catalog
            .offers(&gpu.name)
            .filter(|offer| offer.on_demand)
            .map(|offer| {
                let id = format!("gpu_price.{}.{}.on_demand", offer.gpu, offer.provider);
                catalog.likely(&id).unwrap()
            })
            .collect();
        prices.sort_by(f64::total_cmp);
        let middle = prices.len() / 2;
        let median = if prices.len().is_multiple_of(2) {
            f64::midpoint(prices[middle - 1], prices[middle])
        } else {
            prices[middle]
        };
        let market = catalog
            .entry(&format!("gpu_price.{}.market", gpu.name))
            .unwrap();
        // What is said of more offers than are listed.
        if market.status != Status::Quoted {
            continue;
        }
        assert!(
            (market.likely - median).abs() < 1e-3,
            "{}: {} against {median}",
            gpu.name,
            market.likely
        );
    }
}

#[test]
fn cached_tokens_are_never_dearer_than_fresh_ones() {
    let catalog = builtin();
    for api in &catalog.apis {
        let cached = catalog
            .entry(&format!("api.{}.cached_input", api.name))
            .unwrap();
        let fresh = catalog.likely(&format!("api.{}.input", api.name)).unwrap();
        assert!(cached.high <= fresh, "{}", api.name);
    }
}

#[test]
fn a_mistyped_id_names_the_nearest() {
    let error = builtin().entry("price.vcpu_hours").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the catalogue has no entry `price.vcpu_hours`; the nearest is `price.vcpu_hour`"
    );
    assert_eq!(
        builtin().gpu("h100-sxm").unwrap_err().nearest.as_deref(),
        Some("H100-SXM")
    );
    assert_eq!(nearest("zzzz", ["L4", "T4"]), None);
}

#[test]
fn the_weaker_status_wins() {
    use Status::{Assumed, Measured, Published, Quoted};
    assert!(Status::ALL.is_sorted());
    assert_eq!(Measured.weakest(Quoted), Quoted);
    assert_eq!(Assumed.weakest(Published), Assumed);
}

#[test]
fn an_override_replaces_the_value_and_keeps_the_unit() {
    let mut own = builtin().clone();
    own.with_override("salary.backend", 60e3, 70e3, 80e3, "Kraków.")
        .unwrap();
    let entry = own.entry("salary.backend").unwrap();
    assert_eq!((entry.low, entry.likely, entry.high), (60e3, 70e3, 80e3));
    assert_eq!(entry.unit, "USD/year");
    assert_eq!(entry.status, Status::Assumed);
    assert_eq!(entry.sources, ["scenario"]);
    assert!(own.sources.contains_key("scenario"));
    assert_ne!(builtin().likely("salary.backend").unwrap(), 70e3);
}

#[test]
fn a_senseless_override_is_refused_and_changes_nothing() {
    let mut own = builtin().clone();
    assert!(matches!(
        own.with_override("salary.backend", 3.0, 2.0, 1.0, ""),
        Err(CatalogError::Disordered { .. })
    ));
    assert!(matches!(
        own.with_override("salary.backend", f64::NAN, f64::NAN, f64::NAN, ""),
        Err(CatalogError::Disordered { .. })
    ));
    assert!(matches!(
        own.with_override("salary.baker", 1.0, 1.0, 1.0, ""),
        Err(CatalogError::Unknown(_))
    ));
    assert_eq!(
        own.entry("salary.backend").unwrap(),
        builtin().entry("salary.backend").unwrap()
    );
}

#[test]
fn a_scenario_adds_its_own_records() {
    let mut own = builtin().clone();
    let given = Given {
        status: Status::Quoted,
        since: "2026-10".to_owned(),
        note: "Offer 7.".to_owned(),
    };
    let gpu = GpuSpec {
        memory_gib: Range::point(48.0),
        bandwidth_gbps: Range::point(900.0),
        fp16_tflops: Range::point(200.0),
        fp8_tflops: None,
        fp4_tflops: None,
        tdp_w: None,
        link_gbps: Range::point(64.0),
    };
    let model = ModelSpec {
        params_b: Range::point(12.0),
        active_params_b: None,
        layers: Range::point(40.0),
        hidden: Range::point(5_120.0),
        kv_heads: Range::point(8.0),
        kv_bytes_per_token: Range::point(163_840.0),
        experts: None,
        mla: false,
        gpt_oss: false,
    };
    let api = ApiSpec {
        input: Range::point(1.0),
        cached_input: Range::point(0.1),
        output: Range::point(4.0),
    };
    own.with_gpu("Ours", &gpu, &given)
        .unwrap()
        .with_gpu_price("Ours", Range::new(1.0, 1.2, 1.5), None, &given)
        .unwrap()
        .with_model("Ours-12B", &model, &given)
        .unwrap()
        .with_api("ours", &api, &given)
        .unwrap();
    assert!(own.gpu("Ours").unwrap().priced);
    assert_eq!(own.likely("gpu.Ours.memory_gib").unwrap(), 48.0);
    assert_eq!(own.likely("gpu_price.Ours.market").unwrap(), 1.2);
    assert_eq!(own.likely("model.Ours-12B.active_params_b").unwrap(), 12.0);
    assert_eq!(own.entry("api.ours.output").unwrap().status, Status::Quoted);
    assert!(own.with_gpu("", &gpu, &given).is_err());
}

#[test]
fn replacing_a_gpu_drops_what_the_new_one_lacks() {
    let mut own = builtin().clone();
    let spec = GpuSpec {
        memory_gib: Range::point(80.0),
        bandwidth_gbps: Range::point(3_000.0),
        fp16_tflops: Range::point(900.0),
        fp8_tflops: None,
        fp4_tflops: None,
        tdp_w: None,
        link_gbps: Range::point(450.0),
    };
    own.with_gpu("H100-SXM", &spec, &Given::assumed("Clipped."))
        .unwrap();
    assert!(own.entry("gpu.H100-SXM.fp8_tflops").is_err());
    assert!(!own.gpu("H100-SXM").unwrap().fp8);
    let broken = GpuSpec {
        link_gbps: Range::new(2.0, 1.0, 3.0),
        ..spec
    };
    assert!(
        own.with_gpu("L4", &broken, &Given::assumed("Wrong."))
            .is_err()
    );
    assert_eq!(
        own.entry("gpu.L4.memory_gib").unwrap(),
        builtin().entry("gpu.L4.memory_gib").unwrap()
    );
    assert!(own.gpu("H100-SXM").unwrap().priced);
    assert_eq!(own.gpus.len(), builtin().gpus.len());
}

#[test]
fn an_entry_serialises_with_the_words_of_the_contract() {
    let json = serde_json::to_value(builtin().entry("price.vcpu_hour").unwrap()).unwrap();
    assert_eq!(json["unit"], "USD/h");
    assert_eq!(json["status"], "quoted");
    assert_eq!(json["since"], "2026-11");
}
