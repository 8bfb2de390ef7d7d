//! Fields of GPUs, hosted APIs and what they cost.

super::table! { GpusAndPrices;
    #key names "gpus.allowed" "GPUs allowed" ""
        "GPUs that may be used; any that has a price when the list is empty."
        also "hardware accelerator h100 l4";
    #key maybe_text "gpus.provider" "Provider" ""
        "Provider whose GPU prices count."
        from "the market's median" also "cloud aws gcp azure vendor";
    #key number "factors.gpu_price" "GPU prices, all at once" "x" [0.0, 1_000.0] (0.2, 5.0)
        "Multiplies every GPU price in every month."
        also "factor multiplier";
    number "factors.token_price" "Token prices, all at once" "x" [0.0, 1_000.0] (0.1, 5.0)
        "Multiplies every price of hosted tokens in every month."
        also "factor multiplier api";
    text "gpus.prices[].gpu" "GPU priced" ""
        "GPU whose price you know better than the catalogue.";
    #key number "gpus.prices[].per_hour" "GPU price" "{currency}/h" [0.0, 10_000.0] (0.1, 15.0)
        "Price of one GPU for an hour, on demand."
        also "rental h100 rate";
    maybe_number "gpus.prices[].spot_per_hour" "Spot price" "{currency}/h" [0.0, 10_000.0] (0.03, 10.0)
        "Price of one GPU for an hour on capacity that may be reclaimed."
        from "the price on demand" also "preemptible";
    number "gpus.discount" "GPU discount" "%" [0.0, 1.0] (0.0, 0.6)
        "Negotiated discount on all GPU prices."
        also "rebate edp";
    #key number "gpus.spot_share" "Spot share" "%" [0.0, 1.0] (0.0, 0.9)
        "Share of GPU hours run on spot capacity, cheaper and reclaimed now and then."
        also "preemptible";
    #key number "gpus.committed_share" "Reserved share" "%" [0.0, 1.0] (0.0, 0.95)
        "Share of GPUs committed to at the start of each term, paid whether used or not."
        also "commitment reservation savings plan";
    count "gpus.committed_months" "Length of a commitment" "months" [1.0, 120.0] (1.0, 60.0)
        "Months of a commitment."
        also "term reservation";
    number "gpus.committed_discount" "Commitment discount" "%" [0.0, 1.0] (0.0, 0.75)
        "Discount on GPUs committed to."
        also "reservation savings";
    number "gpus.reserved" "GPUs reserved" "GPUs" [0.0, 1e6] (0.0, 2_000.0)
        "GPUs reserved by contract. They are paid for at the committed price whether they are needed or not, and serve spikes too."
        also "contract capacity reservation block";
    maybe_number "gpus.quota" "GPUs for spikes" "GPUs" [0.0, 1e6] (0.0, 2_000.0)
        "GPUs that can be had at once for a spike, beyond those held. What a spike needs beyond them is downtime."
        from "as many as it takes" also "quota scarcity limit sold out";
    count "gpus.block" "GPUs rented together" "GPUs" [1.0, 72.0] (1.0, 8.0)
        "GPUs come in blocks of so many: 1, or 8 where only whole machines are to be had."
        also "node machine granularity";
    flag "gpus.shared_models" "Shared models" ""
        "Whether components that use the same model share the GPUs that run it: within a unit, and where stages run in pools also across units."
        also "fleet adapter lora multiplex pool";
    #key maybe_number "gpus.price_drift" "GPU price drift" "%/yr" [-0.95, 5.0] (-0.6, 0.6)
        "Share by which GPU prices move in a year. The rent of an H100 both fell and rose in three years."
        from "drift.gpu_price" also "trend inflation";
    text "gpus.owned[].gpu" "GPU owned" ""
        "GPU that is bought instead of rented.";
    number "gpus.owned[].capex" "Purchase" "{currency}" [0.0, 1e8] (500.0, 60_000.0)
        "Price of one GPU, its share of the server included."
        also "capex buy";
    number "gpus.owned[].years" "Years of use" "years" [0.25, 20.0] (1.0, 8.0)
        "Years over which the purchase is spread."
        also "depreciation lifetime";
    number "gpus.owned[].residual" "Value left" "%" [0.0, 1.0] (0.0, 0.6)
        "Share of the purchase that can be sold for at the end."
        also "resale residual";
    number "gpus.owned[].kw" "Power" "kW" [0.0, 100.0] (0.03, 3.0)
        "Power that one GPU draws, its share of the server included."
        also "energy watt";
    number "gpus.owned[].pue" "Site overhead" "x" [1.0, 5.0] (1.0, 2.5)
        "Power drawn by the site per power used by the servers."
        also "pue cooling datacentre";
    number "gpus.owned[].electricity_price" "Electricity" "{currency}/kWh" [0.0, 100.0] (0.01, 0.6)
        "Price of electricity."
        also "energy power";
    number "hosted.discount" "Hosted API discount" "%" [0.0, 1.0] (0.0, 0.6)
        "Negotiated discount on all prices of hosted APIs."
        also "rebate token";
    #key maybe_number "hosted.price_drift" "Token price drift" "%/yr" [-0.99, 5.0] (-0.8, 0.5)
        "Share by which prices of hosted tokens move in a year."
        from "drift.token_price" also "trend api";
    flag "hosted.second_provider" "Second provider" ""
        "Whether a second provider stands by when the first does not answer; it helps where one unit calls all hosted models."
        also "failover redundancy";
    number "prices.cloud_discount" "Cloud discount" "%" [0.0, 1.0] (0.0, 0.6)
        "Negotiated discount on CPU, memory, storage and transfer."
        also "rebate edp";
    number "prices.cloud_drift" "Cloud price drift" "%/yr" [-0.9, 5.0] (-0.3, 0.3)
        "Share by which these prices move in a year."
        also "trend inflation";
    text "own_gpus[].name" "Own GPU" ""
        "Name of a GPU that the catalogue does not have.";
    number "own_gpus[].memory_gib" "Memory of the GPU" "GiB" [1.0, 10_000.0] (8.0, 600.0)
        "Memory of one GPU."
        also "vram";
    number "own_gpus[].bandwidth_gbps" "Memory bandwidth" "GB/s" [1.0, 1e6] (100.0, 30_000.0)
        "Bandwidth of the GPU's memory."
        also "hbm";
    number "own_gpus[].fp16_tflops" "Compute, FP16" "TFLOP/s" [0.1, 1e6] (20.0, 10_000.0)
        "Dense compute in FP16."
        also "flops";
    maybe_number "own_gpus[].fp8_tflops" "Compute, FP8" "TFLOP/s" [0.1, 1e6] (40.0, 20_000.0)
        "Dense compute in FP8."
        from "no FP8; FP16 is used" also "flops";
    maybe_number "own_gpus[].fp4_tflops" "Compute, FP4" "TFLOP/s" [0.1, 1e6] (80.0, 40_000.0)
        "Dense compute in FP4."
        from "no FP4; the next wider format is used" also "flops";
    number "own_gpus[].link_gbps" "Link" "GB/s" [0.1, 1e5] (4.0, 2_000.0)
        "Bandwidth to its peers in one direction."
        also "nvlink pcie interconnect";
    number "own_gpus[].per_hour" "Price of the GPU" "{currency}/h" [0.0, 10_000.0] (0.1, 15.0)
        "Price of one for an hour, on demand."
        also "rental";
    text "own_gpus[].source" "Source of the GPU's figures" ""
        "Where this comes from.";
    text "own_apis[].name" "Own hosted API" ""
        "Name of a hosted API that the catalogue does not have.";
    #key number "own_apis[].input" "Hosted tokens in" "{currency}/M" [0.0, 1e5] (0.01, 30.0)
        "Price of a million fresh prompt tokens."
        also "api input prompt";
    number "own_apis[].cached_input" "Hosted tokens in, cached" "{currency}/M" [0.0, 1e5] (0.0, 15.0)
        "Price of a million prompt tokens that the provider has cached."
        also "api cached prompt";
    #key number "own_apis[].output" "Hosted tokens out" "{currency}/M" [0.0, 1e5] (0.02, 150.0)
        "Price of a million answer tokens."
        also "api output completion";
    text "own_apis[].source" "Source of the API's prices" ""
        "Where this comes from.";
}
