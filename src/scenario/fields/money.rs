//! Fields of currency, horizon, rates, budgets, and of catalogue entries known better.

super::table! { Money;
    count "version" "Format version" "" [1.0, 1.0]
        "Version of the scenario format.";
    text "currency" "Currency" ""
        "Currency code; all money in the plan is in it."
        also "usd eur gbp";
    number "units_per_usd" "Exchange rate" "{currency}/USD" [1e-6, 1e8] (0.2, 30_000.0)
        "Units of the currency that one US dollar buys. Catalogue prices are in dollars."
        also "fx currency";
    #key text "start" "First month" ""
        "First month of the plan, as 2027-01."
        also "date begin";
    #key count "horizon_months" "Horizon" "months" [12.0, 120.0] (24.0, 84.0)
        "Months projected, 12 to 120."
        also "length years";
    flag "catalogue_ranges" "Ranges of constants" ""
        "Whether futures are drawn from the catalogue's own ranges too. The plan's ranges say what you do not know, the catalogue's what the model does not know; all together the bands grow wide."
        also "uncertainty monte carlo draws futures";
    #key maybe_number "money.discount_rate" "Discount rate" "%/yr" [0.0, 1.0] (0.0, 0.3)
        "Share by which a year's wait lowers the worth of money."
        from "money.discount_rate" also "npv wacc interest";
    maybe_number "money.wage_growth" "Growth of wages" "%/yr" [-0.5, 2.0] (-0.02, 0.25)
        "Share by which salaries grow in a year."
        from "drift.wages" also "inflation raise";
    #key maybe_number "money.contingency" "Contingency" "%" [0.0, 2.0] (0.0, 0.4)
        "Share of cash shown beside the total for what nobody thought of."
        from "money.contingency" also "reserve buffer";
    #key maybe_number "money.capital" "Money in the bank" "{currency}" [0.0, 1e13] (0.0, 500_000_000.0)
        "Money there is today. With it, the month it runs out is shown."
        from "not stated; no cash balance is shown" also "cash runway funding";
    #key number "money.revenue_per_user_month" "Revenue per user" "{currency}/mo" [0.0, 1e8] (0.0, 2_000.0)
        "What a user pays in a month."
        also "arpu price subscription";
    #key maybe_number "goals.budget_per_month" "Budget" "{currency}/mo" [0.0, 1e12] (1_000.0, 50_000_000.0)
        "Most cash that a month may cost."
        from "no goal" also "limit spend";
    maybe_number "goals.runway_months" "Money must last" "months" [0.0, 120.0]
        "Months that the money in the bank must last."
        from "no goal" also "runway";
    text "overrides[].id" "Catalogue entry" ""
        "Id of the entry that this plan knows better.";
    maybe_number "overrides[].value" "Value of the entry" "" [-1e18, 1e18]
        "Its value here, in the entry's own unit. What it may be depends on the entry."
        from "none; an override needs one";
    text "overrides[].reason" "Reason" ""
        "Why this plan knows better.";
}
