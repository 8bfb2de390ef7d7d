//! Fields of the people.

super::table! { TeamAndSkills;
    #key number "team.engineers" "Engineers today" "people" [0.1, 100_000.0] (1.0, 3_000.0)
        "Engineers of all roles in the first month; managers are apart."
        also "headcount developers staff";
    number "factors.salaries" "Salaries, all at once" "x" [0.0, 100.0] (0.2, 3.0)
        "Multiplies every salary in every month."
        also "factor multiplier wages";
    number "team.mix.backend" "Backend" "parts" [0.0, 1e6] (0.0, 2_000.0)
        "Backend engineers; only the proportion to the other roles matters."
        also "role developers";
    number "team.mix.ml" "Machine learning" "parts" [0.0, 1e6] (0.0, 1_000.0)
        "Machine-learning engineers; only the proportion to the other roles matters."
        also "role ai research";
    number "team.mix.data" "Data" "parts" [0.0, 1e6] (0.0, 1_000.0)
        "Data engineers; only the proportion to the other roles matters."
        also "role";
    number "team.mix.platform" "Platform" "parts" [0.0, 1e6] (0.0, 1_000.0)
        "Platform and operations engineers; only the proportion to the other roles matters."
        also "role devops sre";
    number "team.mix.security" "Security" "parts" [0.0, 1e6] (0.0, 1_000.0)
        "Security engineers; only the proportion to the other roles matters."
        also "role";
    #key maybe_number "team.levels.delivery" "Build, test and release" "level" [0.0, 4.0]
        "From 0, releases by hand and rarely, to 4, many small releases a day behind flags."
        from "readiness.unknown_level" also "skill readiness ci cd deployment";
    #key maybe_number "team.levels.platform" "Provisioning and platform" "level" [0.0, 4.0]
        "From 0, machines set up by hand, to 4, teams serve themselves from a platform."
        from "readiness.unknown_level" also "skill readiness infrastructure kubernetes";
    #key maybe_number "team.levels.observability" "Observability" "level" [0.0, 4.0]
        "From 0, logs on machines, to 4, traces and objectives across everything."
        from "readiness.unknown_level" also "skill readiness monitoring tracing";
    maybe_number "team.levels.incident_response" "Incident response" "level" [0.0, 4.0]
        "From 0, whoever is there, to 4, rotations, drills and learning reviews."
        from "readiness.unknown_level" also "skill readiness on-call";
    #key maybe_number "team.levels.boundaries" "Boundaries and data" "level" [0.0, 4.0]
        "From 0, everything reaches into everything, to 4, contracts are tested and each part owns its data."
        from "readiness.unknown_level" also "skill readiness modularity contracts";
    maybe_number "team.levels.ownership" "Ownership and teams" "level" [0.0, 4.0]
        "From 0, nobody owns a part, to 4, small teams own parts from idea to on-call."
        from "readiness.unknown_level" also "skill readiness conway";
    maybe_number "team.levels.distributed" "Distributed systems" "level" [0.0, 4.0]
        "From 0, no experience, to 4, retries, idempotence and partial failure are second nature."
        from "readiness.unknown_level" also "skill readiness microservices";
    maybe_number "team.levels.model_operations" "Model operations" "level" [0.0, 4.0]
        "From 0, prompts changed by hand, to 4, every model or prompt change is evaluated and rolled out in steps."
        from "readiness.unknown_level" also "skill readiness mlops evaluation";
    maybe_number "team.levels.security" "Security and governance" "level" [0.0, 4.0]
        "From 0, shared secrets, to 4, identities and policies for every part."
        from "readiness.unknown_level" also "skill readiness";
    maybe_number "team.levels.cost" "Cost and capacity" "level" [0.0, 4.0]
        "From 0, one bill a month, to 4, cost and capacity are steered per part."
        from "readiness.unknown_level" also "skill readiness finops autoscaling";
    text "team.raters[].name" "Rater" ""
        "Who states these levels.";
    choice<HiringPolicy> "team.hiring.policy" "Hiring" ""
        "Whether the team grows with the work, or only replaces those who leave."
        also "policy";
    number "team.hiring.min" "Fewest engineers" "people" [0.0, 100_000.0] (0.0, 3_000.0)
        "The team is never planned below this."
        also "minimum";
    #key number "team.hiring.max" "Most engineers" "people" [0.0, 100_000.0] (1.0, 5_000.0)
        "The team is never planned above this."
        also "maximum headcount cap";
    #key maybe_number "team.hiring.lag_months" "Time to hire" "months" [0.01, 60.0] (0.5, 12.0)
        "Months from an open post to the first working day."
        from "people.hire_lag_months" also "recruiting lag";
    maybe_number "team.hiring.ramp_months" "Time to full output" "months" [0.01, 60.0] (0.5, 18.0)
        "Months until a new hire is fully productive."
        from "people.ramp_months" also "onboarding";
    maybe_number "team.hiring.cost_per_hire" "Cost of a hire" "{currency}" [0.0, 1e8] (0.0, 100_000.0)
        "What it costs to fill one post."
        from "people.hire_cost" also "recruiter";
    #key maybe_number "team.hiring.attrition" "People who leave" "%/yr" [0.0, 1.0] (0.0, 0.5)
        "Share of the team that leaves in a year."
        from "people.attrition" also "turnover churn";
    number "team.contractors.max" "Most contractors" "people" [0.0, 10_000.0] (0.0, 500.0)
        "Contractors that may be called in when the team is short."
        also "freelancers external";
    maybe_number "team.contractors.rate" "Contractor" "{currency}/mo" [0.0, 1e8] (1_500.0, 50_000.0)
        "What a contractor costs in a month."
        from "salary.contractor_month" also "freelancers rate";
    maybe_number "team.contractors.ramp_months" "Contractor's time to full output" "months" [0.01, 60.0] (0.1, 12.0)
        "Months until a contractor is fully productive."
        from "people.contractor_ramp_months" also "onboarding";
    #key maybe_number "team.salaries.backend" "Salary, backend" "{currency}/yr" [0.0, 1e10] (15_000.0, 600_000.0)
        "Yearly salary before the loaded-cost factor."
        from "salary.backend" also "wage pay";
    maybe_number "team.salaries.ml" "Salary, machine learning" "{currency}/yr" [0.0, 1e10] (15_000.0, 600_000.0)
        "Yearly salary before the loaded-cost factor."
        from "salary.ml" also "wage pay";
    maybe_number "team.salaries.data" "Salary, data" "{currency}/yr" [0.0, 1e10] (15_000.0, 600_000.0)
        "Yearly salary before the loaded-cost factor."
        from "salary.data" also "wage pay";
    maybe_number "team.salaries.platform" "Salary, platform" "{currency}/yr" [0.0, 1e10] (15_000.0, 600_000.0)
        "Yearly salary before the loaded-cost factor."
        from "salary.platform" also "wage pay devops";
    maybe_number "team.salaries.security" "Salary, security" "{currency}/yr" [0.0, 1e10] (15_000.0, 600_000.0)
        "Yearly salary before the loaded-cost factor."
        from "salary.security" also "wage pay";
    maybe_number "team.salaries.manager" "Salary, manager" "{currency}/yr" [0.0, 1e10] (15_000.0, 600_000.0)
        "Yearly salary before the loaded-cost factor."
        from "salary.manager" also "wage pay lead";
    maybe_number "team.salaries.loaded_cost" "Loaded cost" "x" [1.0, 10.0] (1.0, 2.5)
        "What an employee costs per salary: taxes, benefits, equipment, office."
        from "people.loaded_cost" also "overhead burden";
    count "team.on_call_sites" "On-call sites" "sites" [1.0, 24.0] (1.0, 4.0)
        "Sites with an on-call rotation. Two sites far apart follow the sun and need fewer people each."
        also "rotation pager follow the sun";
    training "training" "Training" ""
        "Training that the built-in roadmaps buy: what their gates need and what pays for itself, none, or up to given levels."
        also "courses skills plan";
}
