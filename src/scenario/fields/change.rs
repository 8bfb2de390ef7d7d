//! Fields of how the product changes, and along which roadmaps.

super::table! { ChangeAndDelivery;
    #key choice<Maturity> "change.maturity" "Maturity" ""
        "How settled the product is. Boundaries drawn while it is still exploring will move."
        also "stage product-market fit";
    #key number "factors.changes" "Changes, all at once" "x" [0.0, 1_000.0] (0.1, 5.0)
        "Multiplies the changes asked of every component in every month."
        also "factor multiplier roadmap speed";
    #key number "components[].changes" "Changes" "/mo" [0.0, 1e5] (0.0, 300.0)
        "Changes asked of the component in a month."
        also "features frequency velocity";
    #key number "components[].changes_growth" "Growth of changes" "%/yr" [-0.95, 10.0] (-0.5, 2.0)
        "Share by which the changes asked for grow in a year."
        also "velocity";
    #key maybe_number "components[].effort_pm" "Effort of a change" "PM" [0.0, 1_000.0] (0.005, 12.0)
        "What one change costs today, in person-months."
        from "the effort that keeps today's team busy" also "cost size";
    maybe_number "components[].modularity" "Modularity" "%" [0.0, 1.0] (0.05, 0.95)
        "How well the component is separated from others in its unit today: 0 not at all, 1 fully."
        from "pace.modularity_start, by the boundaries level" also "coupling tangled";
    #key number "components[].model_change_share" "Model changes" "%" [0.0, 1.0]
        "Share of changes that change a model or a prompt, and so run an evaluation."
        also "prompt evaluation swap";
    number "components[].evaluation_hours" "Evaluation time" "h" [0.0, 10_000.0] (0.0, 240.0)
        "Time of the evaluation that a model or prompt change runs."
        also "evals tests";
    number "components[].evaluation_cost" "Evaluation price" "{currency}" [0.0, 1e8] (0.0, 20_000.0)
        "Price of the evaluation that a model or prompt change runs."
        also "evals tests";
    number "change.shared_coupling" "Shared library" "%" [0.0, 1.0] (0.0, 0.8)
        "Coupling between units that a library shared by all adds."
        also "common code coupling";
    #key maybe_number "change.delay_value_share" "Value of a change" "%/mo" [0.0, 100.0] (0.0, 2.0)
        "What a change is worth in a month, as a share of its cost. A change that waits loses it."
        from "pace.delay_value_share" also "cost of delay backlog";
    number "change.lead_time_day_value" "Value of a day sooner" "{currency}/mo" [0.0, 1e9] (0.0, 500_000.0)
        "What each day of lead time costs a month in experiments not made."
        also "lead time experiments";
    #key maybe_number "change.upkeep" "Upkeep of boundaries" "%" [0.0, 1.0] (0.0, 0.3)
        "Share of effort that every built-in roadmap but the monolith spends on keeping its boundaries."
        from "pace.upkeep_holding" also "refactoring modular";
    maybe_number "change.today_upkeep" "Upkeep today" "%" [0.0, 1.0] (0.0, 0.15)
        "Share of effort that today's units spend on keeping their boundaries, until a roadmap leaves them."
        from "pace.today_upkeep, by the boundaries level" also "refactoring modular";
    text "roadmaps[].id" "Id of the roadmap" ""
        "Short name for the command line.";
    text "roadmaps[].label" "Roadmap" ""
        "Name shown.";
    count "roadmaps[].stages[].from_month" "Stage starts" "month" [0.0, 240.0]
        "Month in which the change to this stage begins; later when the one before is not done.";
    partition "roadmaps[].stages[].partition" "Units of the stage" ""
        "How the components are deployed in this stage."
        also "architecture";
    choice<Scaling> "roadmaps[].stages[].scaling" "Scaling in the stage" ""
        "Whether a replica holds a whole unit, or models and jobs on GPUs run in pools of their own while code, release and owner stay one."
        also "pools workers replicas autoscaling";
    number "roadmaps[].stages[].upkeep" "Upkeep in the stage" "%" [0.0, 1.0] (0.0, 0.3)
        "Share of effort spent on keeping boundaries in this stage.";
    text "roadmaps[].stages[].name" "Name of the stage" ""
        "Name by which paths find this stage; its index also serves.";
    training "roadmaps[].training" "Training of the roadmap" ""
        "Training that this roadmap buys."
        also "skills plan";
}
