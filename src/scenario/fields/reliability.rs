//! Fields of what failures cost and what must hold.

super::table! { ReliabilityAndValue;
    #key number "reliability.value_per_user_month" "Value per user" "{currency}/mo" [0.0, 1e8] (0.0, 2_000.0)
        "What a user gets from the product, or pays for it, in a month. Downtime is priced by it."
        also "arpu revenue worth";
    #key number "reliability.downtime_multiplier" "Price of downtime" "x" [0.0, 1_000.0] (0.1, 20.0)
        "What an hour down costs against the value of an hour: churn and penalties come on top."
        also "outage sla penalty";
    #key number "reliability.security_loss" "Loss of a breach" "{currency}" [0.0, 1e12] (0.0, 50_000_000.0)
        "What one security incident costs."
        also "security incident data";
    #key number "reliability.base_latency_ms" "Latency" "ms" [0.0, 1e7] (10.0, 120_000.0)
        "Slowest of twenty requests within one unit (p95)."
        also "p95 response time";
    #key maybe_number "reliability.latency_budget_ms" "Latency budget" "ms" [0.0, 1e7] (10.0, 120_000.0)
        "Slowest of twenty requests (p95) beyond which value is lost."
        from "no budget" also "p95 slo";
    number "reliability.latency_cost_per_100ms" "Price of 100 ms" "{currency}/mo" [0.0, 1e9] (0.0, 500_000.0)
        "What each 100 ms beyond the budget costs in a month."
        also "latency slow";
    text "reliability.fallbacks[].component" "Fallback for" ""
        "Component that something else can stand in for.";
    number "reliability.fallbacks[].takeover_minutes" "Takeover" "min" [0.0, 43_800.0] (0.0, 240.0)
        "Minutes until the replacement has taken over."
        also "failover";
    number "reliability.fallbacks[].quality" "Quality of the fallback" "%" [0.0, 1.0]
        "How much of the component's value the replacement keeps."
        also "degraded";
    #key maybe_number "goals.availability" "Availability at least" "%" [0.0, 1.0] (0.9, 0.9999)
        "Least availability in the last year."
        from "no goal" also "sla slo uptime nines";
    #key maybe_number "goals.lead_time_days" "Lead time at most" "days" [0.0, 10_000.0] (0.5, 180.0)
        "Longest lead time of a change in the last year."
        from "no goal" also "pace dora";
    maybe_number "goals.p95_latency_ms" "Latency at most" "ms" [0.0, 1e7] (10.0, 120_000.0)
        "Slowest of twenty requests (p95) that is acceptable."
        from "no goal" also "slo p95";
}
