//! The dimensions of readiness, as places in lists of ten levels.

/// Build, test and release.
pub const DELIVERY: usize = 0;
/// Provisioning and platform.
pub const PLATFORM: usize = 1;
/// Observability.
pub const OBSERVABILITY: usize = 2;
/// Incident response.
pub const INCIDENT_RESPONSE: usize = 3;
/// Boundaries, contracts and data.
pub const BOUNDARIES: usize = 4;
/// Ownership.
pub const OWNERSHIP: usize = 5;
/// Distributed-systems skill.
pub const DISTRIBUTED: usize = 6;
/// Model operations.
pub const MODEL_OPERATIONS: usize = 7;
/// Security.
pub const SECURITY: usize = 8;
/// Cost and capacity.
pub const COST: usize = 9;
