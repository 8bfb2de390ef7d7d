//! The month loop allocates nothing: a counting allocator watches a projection run.
//!
//! A test binary of its own, since the allocator counts for the whole process.
#![expect(unsafe_code, reason = "a global allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use splitpoint::analysis::roadmaps::{PlannedRoadmap, PlannedStage};
use splitpoint::analysis::session::{NpvSum, Session};
use splitpoint::catalog::Catalog;
use splitpoint::engine::compile::{Likely, catalog_of, compile};
use splitpoint::engine::partition::Partition;
use splitpoint::engine::projection::Projector;
use splitpoint::presets;
use splitpoint::scenario::schema::Training;

thread_local! {
    /// Allocations of this thread; the test harness has threads of its own.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counting.
struct Counting;

fn count() {
    // A thread that is ending has no counter any more.
    let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(at, layout, size) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations made while `work` runs.
fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(
        allocations(|| drop(std::hint::black_box(vec![1_u8; 64]))),
        1
    );
    assert_eq!(allocations(|| {}), 0);
}

#[test]
fn a_projection_allocates_nothing() {
    for preset in presets::list() {
        let mut scenario = preset.scenario().unwrap();
        // What only some plans have: a product not built yet, and one of every event.
        for unbuilt in [false, true] {
            scenario.launch = unbuilt.then(Default::default);
            let catalog = catalog_of(&scenario, Catalog::builtin().unwrap()).unwrap();
            let inputs = compile(&scenario, &catalog, &mut Likely { catalog: &catalog }).unwrap();
            let count = inputs.components.len();
            let stage = |from_month, partition, upkeep| PlannedStage {
                from_month,
                partition,
                upkeep,
            };
            let plan = PlannedRoadmap {
                id: String::new(),
                label: String::new(),
                // Two changes of units, so that old and new run side by side.
                stages: vec![
                    stage(0, Partition::whole(count), 0.05),
                    stage(6, Partition::split(count), 0.0),
                    stage(30, Partition::whole(count), 0.0),
                ],
                training: Training::Default,
            };
            let mut session = Session::new(inputs).unwrap();
            let ready = session.decide(&plan).unwrap();
            let mut projector = Projector::new(&session.inputs, &session.baseline, ready.stages);
            let mut observer = NpvSum::new(&session.inputs.money.discount_rate);
            let made = allocations(|| projector.run(&ready.training, &mut observer));
            assert!(observer.npv.is_finite() && observer.npv > 0.0);
            assert_eq!(made, 0, "{}, unbuilt: {unbuilt}", preset.name);
        }
    }
}
