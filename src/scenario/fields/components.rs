//! Fields of the parts of the product, the models they use and the calls between them.

super::table! { ComponentsAndModels;
    text "components[].name" "Name" ""
        "Name of the component, your own. Other fields refer to it.";
    #key choice<Kind> "components[].kind" "Kind" ""
        "What the component is: a service on CPUs, a language model, other GPU work, somebody else's API, a store, a batch pipeline or a stream."
        also "type service llm";
    #key flag "components[].core" "Core" ""
        "Whether nothing works without it. A unit that holds a core component keeps at least two replicas."
        also "critical essential";
    number "components[].value_share" "Value lost without it" "%" [0.0, 1.0] (0.0, 0.8)
        "Share of the product's value that is lost while it is down. A core component always counts in full."
        also "blast radius importance";
    number "components[].size_pm" "Size" "PM" [0.0, 1e6] (0.5, 5_000.0)
        "Effort it took to build, in person-months; the work still to do for a product not built yet."
        also "effort code lines person-months";
    number "components[].calls" "Calls per request" "" [0.0, 1e6] (0.0, 200.0)
        "How often one user request calls it."
        also "fan-out";
    number "components[].cpu_ms" "CPU per call" "ms" [0.0, 1e9] (0.0, 60_000.0)
        "CPU time of a call, or of an event of a stream."
        also "compute processor";
    number "components[].memory_gib" "Memory" "GiB" [0.0, 100_000.0] (0.0, 512.0)
        "Memory of one pod whatever the load."
        also "ram";
    number "components[].working_set_gib" "Memory per vCPU" "GiB" [0.0, 10_000.0] (0.0, 32.0)
        "Memory that comes on top for each vCPU in use."
        also "ram working set";
    maybe_number "components[].peak_to_mean" "Peak to mean of the component" "x" [1.0, 24.0] (1.1, 6.0)
        "Load of its busiest hour against its mean, where that is not the product's."
        from "the product's" also "burst busy hour daily";
    count "components[].appear" "Lives from" "month" [0.0, 240.0]
        "Month from which the component lives.";
    maybe_count "components[].retire" "Lives until" "month" [0.0, 240.0]
        "Month from which it no longer lives."
        from "never";
    #key maybe_text "components[].model" "Model" ""
        "Model of the catalogue or of the plan, for a language model that you run yourself."
        from "none; a language model needs one" also "llm weights llama";
    choice<Precision> "components[].precision" "Weights" ""
        "Number format of the model's weights. Fewer bits need less memory and bandwidth."
        also "quantisation quantization fp8 fp16 fp4 precision";
    #key choice<Hosting> "components[].hosting" "Hosting" ""
        "Where the model runs: on GPUs that the plan pays for, behind a hosted API, or wherever it is cheaper."
        also "self-hosted buy or host";
    maybe_text "components[].api" "Hosted API" ""
        "Hosted API of the catalogue or of the plan, for models that are not self-hosted."
        from "none; a hosted model needs one, or a price per call" also "provider openai anthropic";
    #key number "components[].tokens_in" "Prompt" "tokens" [0.0, 1e7] (1.0, 200_000.0)
        "Tokens of the prompt of one call, context included."
        also "input tokens context length prompt_tokens";
    #key number "components[].tokens_out" "Answer" "tokens" [0.0, 1e6] (1.0, 20_000.0)
        "Tokens of the answer of one call, reasoning included."
        also "output tokens completion_tokens generation";
    number "components[].cached_prefix" "Prompt in cache" "%" [0.0, 1.0] (0.0, 0.95)
        "Share of the prompt that a prefix cache already holds and that costs no prefill."
        also "prefix caching hit rate";
    number "components[].answer_cache" "Answers in cache" "%" [0.0, 1.0] (0.0, 0.9)
        "Share of the calls that are answered from a cache and reach no model."
        also "semantic cache response caching hit rate";
    number "components[].time_to_first_token_ms" "First token within" "ms" [1.0, 1e7] (100.0, 60_000.0)
        "Target for the time to the first token."
        also "ttft latency";
    number "components[].inter_token_ms" "Next token within" "ms" [0.5, 1e5] (5.0, 500.0)
        "Target for the time between tokens. A looser target allows larger batches."
        also "tpot itl latency speed";
    text "components[].swaps[].name" "Swap" ""
        "Name of the change of model.";
    count "components[].swaps[].month" "Month of the swap" "month" [0.0, 240.0]
        "Month from which the new model serves.";
    maybe_text "components[].swaps[].model" "New model" ""
        "Model that takes over, when it changes."
        from "the model before";
    choice<Precision> "components[].swaps[].precision" "New weights" ""
        "Number format of the new model's weights."
        also "quantisation quantization";
    maybe_text "components[].swaps[].api" "New hosted API" ""
        "Hosted API that takes over, when it changes."
        from "the API before";
    number "components[].session_minutes" "Session" "min" [0.0, 1e5] (0.0, 240.0)
        "How long a session lasts that the component keeps in its memory: a voice call, an agent's task. A release that does not wait for its end breaks it off."
        also "stateful call draining websocket";
    number "components[].gpu_seconds" "GPU time per call" "s" [0.0, 1e6] (0.0, 3_600.0)
        "GPU time of a call on an H100, for image, speech and embedding work. Other GPUs scale by their compute."
        also "image diffusion embedding speech";
    maybe_number "components[].latency_target_s" "Done within" "s" [0.0, 1e6] (0.01, 3_600.0)
        "How long a caller of the job waits for its turn and its work. Longer jobs do not share its GPUs."
        from "ten times its own length" also "latency sla queue";
    number "components[].gpu_memory_gib" "GPU memory" "GiB" [0.0, 10_000.0] (0.0, 640.0)
        "GPU memory that the job's weights take."
        also "vram";
    number "components[].price_per_call" "Price per call" "{currency}" [0.0, 1e6] (0.0, 1.0)
        "Price of a call of a hosted API that is not priced by token."
        also "fee";
    number "components[].storage_gib" "Storage" "GiB" [0.0, 1e9] (0.0, 500_000.0)
        "Storage whatever the number of users."
        also "disk database";
    number "components[].storage_gib_per_user" "Storage per user" "GiB" [0.0, 1e6] (0.0, 100.0)
        "Storage that each user adds."
        also "disk database";
    number "components[].events_per_second" "Events" "/s" [0.0, 1e9] (0.0, 100_000.0)
        "Events that a stream takes in, whatever the users do."
        also "stream throughput kafka";
    number "components[].freshness_s" "Fresh within" "s" [0.001, 1e8] (0.1, 86_400.0)
        "How old a stream's results may be, or how long a hosted model's answers may take: from a day on they come at the price of a batch interface."
        also "staleness lag batch";
    number "components[].feedback_share" "Events fed back" "%" [0.0, 1.0]
        "Share of events that feed evaluation or retraining."
        also "feedback loop training data";
    number "components[].retrain_days" "Days between retrainings" "days" [0.1, 3_650.0] (0.5, 365.0)
        "Days from one retraining to the next."
        also "retraining";
    number "components[].retrain_gpu_seconds" "Retraining per event" "s" [0.0, 1e6] (0.0, 100.0)
        "GPU time of retraining for each event fed back, on an H100."
        also "retraining gpu";
    text "edges[].from" "Caller" ""
        "Component that calls.";
    text "edges[].to" "Callee" ""
        "Component that is called.";
    #key number "edges[].calls" "Calls" "/request" [0.0, 1e6] (0.0, 500.0)
        "Calls along this edge in one user request."
        also "chatty traffic";
    #key number "edges[].mib" "Data per call" "MiB" [0.0, 1e6] (0.0, 2_000.0)
        "Data that one call sends. Heavy data across a unit boundary costs CPU and transfer."
        also "payload egress megabytes";
    number "edges[].price" "Fee per call" "{currency}" [0.0, 1e4] (0.0, 0.1)
        "Price of a call when it crosses units: an orchestrator's or a queue's fee."
        also "step functions orchestration";
    choice<Contract> "edges[].contract" "Contract" ""
        "Whose interface the two meet at. A standard one carries few changes across a unit's boundary, shared tables or code carry most."
        also "api interface coupling schema shared database";
    text "edges[].name" "Name of the edge" ""
        "Name by which paths find this edge; its index also serves.";
    partition "today" "Units today" ""
        "How the components are deployed today: whole, split, inference apart, or units of your own."
        also "architecture monolith microservices partition";
    names "goals.must_isolate" "Must be alone" ""
        "Components that must each be alone in their unit, for example by regulation."
        also "compliance isolate pci";
    names "goals.must_not_split" "Must stay together" ""
        "Components that must stay in one unit."
        also "keep together";
    text "own_models[].name" "Own model" ""
        "Name of a model that the catalogue does not have.";
    number "own_models[].params_b" "Parameters" "billion" [0.001, 100_000.0] (0.1, 2_000.0)
        "Parameters of the model.";
    maybe_number "own_models[].active_params_b" "Parameters per token" "billion" [0.001, 100_000.0] (0.1, 2_000.0)
        "Parameters active for one token; fewer than all in a mixture of experts."
        from "all parameters" also "moe active";
    number "own_models[].layers" "Layers" "" [1.0, 1_000.0] (8.0, 160.0)
        "Layers of the model.";
    number "own_models[].hidden" "Hidden size" "" [16.0, 1e6] (512.0, 32_768.0)
        "Width of the model.";
    number "own_models[].kv_heads" "KV heads" "" [1.0, 1_024.0] (1.0, 128.0)
        "Heads of the key-value cache."
        also "gqa attention";
    number "own_models[].kv_bytes_per_token" "Cache per token" "bytes" [1.0, 1e9] (1_000.0, 2_000_000.0)
        "Key-value cache of one token in FP16."
        also "kv cache";
    maybe_number "own_models[].experts" "Experts" "" [1.0, 10_000.0] (2.0, 512.0)
        "Experts of a layer, for a mixture of experts."
        from "a dense model" also "moe";
    maybe_number "own_models[].experts_per_token" "Experts per token" "" [1.0, 1_000.0] (1.0, 64.0)
        "Experts that one token uses."
        from "a dense model" also "moe";
    maybe_number "own_models[].expert_share" "Weights in experts" "%" [0.0, 1.0]
        "Share of the weights that is in experts."
        from "a dense model" also "moe";
    text "own_models[].source" "Source of the model's shape" ""
        "Where this comes from.";
}
