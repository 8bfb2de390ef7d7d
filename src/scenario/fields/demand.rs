//! Fields of the product, its users and their requests.

super::table! { ProductAndDemand;
    #key number "demand.users" "Users today" "users" [0.0, 1e10] (50.0, 10_000_000.0)
        "People who use the product in the first month. Not users registered, but users active."
        also "customers seats mau active audience";
    number "factors.users" "Users, all at once" "x" [0.0, 10_000.0] (0.1, 10.0)
        "Multiplies users in every month. Drag it to see what twice the demand would do."
        also "demand factor multiplier scale";
    #key choice<GrowthShape> "demand.growth.shape" "Growth shape" ""
        "How the number of users moves: flat, the same number or the same share more each month, levelling off at a ceiling, or by a table."
        also "curve flat linear compound s-curve table";
    #key number "demand.growth.monthly_rate" "Growth rate" "%/mo" [-0.5, 2.0] (-0.1, 0.4)
        "Share by which users grow in a month, for compound growth and the start of an S-curve."
        also "cagr compound";
    number "demand.growth.users_per_month" "Users added" "users/mo" [-1e9, 1e9] (-50_000.0, 500_000.0)
        "Users added each month, for linear growth."
        also "linear new users";
    #key maybe_number "demand.growth.ceiling" "Ceiling" "users" [1.0, 1e10] (500.0, 50_000_000.0)
        "Users at which an S-curve levels off. It must lie above the users of today."
        from "none; an S-curve needs it, or an adoption curve" also "market size saturation tam";
    maybe_text "demand.growth.adoption" "Adoption curve" ""
        "A curve of the catalogue, fitted to how a known technology spread, in place of rate and ceiling."
        from "none" also "diffusion internet chatgpt s-curve";
    count "demand.growth.table[].month" "Month of the point" "month" [0.0, 240.0]
        "Month of this point, 0 being the first of the plan.";
    number "demand.growth.table[].users" "Users at the point" "users" [0.0, 1e10] (0.0, 50_000_000.0)
        "Users in that month. Between points the number moves in a straight line.";
    text "demand.growth.table[].name" "Name of the point" ""
        "Name by which paths find this point. It changes nothing.";
    #key number "demand.requests_per_user_month" "Requests per user" "/mo" [0.0, 1e6] (0.5, 5_000.0)
        "Requests that a user makes in a month. One request may call several components, several times."
        also "usage sessions calls";
    #key number "demand.peak_to_mean" "Peak to mean" "x" [1.0, 24.0] (1.1, 6.0)
        "Load of the busiest hour against the mean of the day. Conversation has 1.3 to 1.7, office work 2.2 to 3.0."
        also "burst busy hour daily";
    text "demand.spikes[].name" "Name of the spike" ""
        "What causes this sudden load.";
    number "demand.spikes[].per_month" "Spikes" "/mo" [0.0, 1_000.0] (0.0, 60.0)
        "How many such spikes there are in a month.";
    number "demand.spikes[].times" "Height of the spike" "x" [1.0, 1_000.0] (1.2, 50.0)
        "Load during the spike against the mean. What cannot be served before scaling up is downtime."
        also "burst surge";
    number "demand.spikes[].hours" "Length of the spike" "h" [0.0, 730.0] (0.02, 72.0)
        "How long the spike lasts.";
    maybe_text "demand.spikes[].component" "Component that is hit" ""
        "The component that the sudden load comes to."
        from "the whole product" also "part";
    text "name" "Name of the plan" ""
        "Short name, also the name of the product on the board page."
        also "title product";
    text "story" "What it is about" ""
        "A few sentences for whoever opens the plan next.";
    text "expected" "Answer expected" ""
        "What the answer was expected to be before the first run, in words.";
    text "expected_roadmap" "Roadmap expected" ""
        "Id of the roadmap expected to win before the first run.";
    text "begun_from.preset" "Begun from" ""
        "Name of the preset that this plan was begun from.";
    text "begun_from.catalogue" "Begun with catalogue" ""
        "Version of the catalogue of constants that this plan was begun with.";
    text "begun_from.date" "Date of that catalogue" ""
        "Date of the newest entry of the catalogue that this plan was begun with, as 2026-11.";
    text "notes[].at" "Note on" ""
        "Path of the value that the note is about.";
    text "notes[].note" "Note" ""
        "What is worth knowing about the value.";
    text "notes[].owner" "Owner" ""
        "Who answers for the value.";
    text "notes[].source" "Source" ""
        "Where the value comes from: a contract, a dashboard, a page.";
    choice<Standing> "notes[].status" "Standing" ""
        "Whether the value was measured, quoted, published or guessed."
        also "confidence status";
    text "notes[].date" "Date of the value" ""
        "When the value was true, as 2026-11.";
    text "events[].name" "Event" ""
        "What happens.";
    count "events[].month" "Month of the event" "month" [0.0, 240.0]
        "Month in which it happens, 0 being the first of the plan.";
    choice<EventKind> "events[].kind" "What the event changes" ""
        "Users, changes, GPU prices or token prices from then on, or money and engineers in that month."
        also "funding launch campaign layoff";
    number "events[].value" "Size of the event" "" [-1e12, 1e12]
        "A factor for users, changes and prices, an amount for funding, a number of people for engineers.";
    count "actuals[].month" "Month that turned out" "month" [0.0, 240.0]
        "Month in which it was measured, 0 being the first of the plan.";
    maybe_number "actuals[].users" "Users that came" "users" [0.0, 1e11]
        "Users counted in that month; held against the plan, they move no projection."
        from "not measured";
    maybe_number "actuals[].spend" "Money spent" "{currency}/mo" [0.0, 1e12]
        "Cash that went out in that month."
        from "not measured";
    maybe_number "actuals[].engineers" "Engineers there" "people" [0.0, 1e5]
        "Engineers on the payroll in that month."
        from "not measured";
    maybe_number "actuals[].lead_time_days" "Lead time measured" "days" [0.0, 10_000.0]
        "Mean time from the first commit of a change to its release in that month."
        from "not measured";
    #key optional "launch" "Not built yet" ""
        "Set for a product still to be built: its sizes are then work to do before the first request."
        also "new greenfield mvp";
    count "launch.month" "Launch planned" "month" [0.0, 120.0] (0.0, 36.0)
        "Month in which the product should be live.";
    number "launch.value_per_month" "Value of a month earlier" "{currency}/mo" [0.0, 1e10] (0.0, 5_000_000.0)
        "What each month of delay past the planned launch costs."
        also "delay cost";
}
