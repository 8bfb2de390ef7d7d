//! What is paid: prices of GPUs and of everything else, and the currency of all of it.

use super::{CompileError, Compiler};
use crate::catalog::UnknownEntry;
use crate::engine::constants::{Constants, LevelTable};
use crate::engine::inputs::{Gpu, GpuTerms, Leaves, Money, Prices};
use crate::engine::labels as l;
use crate::engine::money::owned_gpu_hour;
use crate::engine::specs::gpu_of;
use crate::number::{Number, Subject};
use crate::scenario::Quantity;

/// Turns the catalogue's USD into the scenario's currency.
pub(super) fn in_currency<N: Number>(k: &mut Constants<N>, rate: N) {
    for (price, label) in [
        (&mut k.vcpu_price, &l::PRICE_VCPU),
        (&mut k.memory_price, &l::PRICE_MEMORY),
        (&mut k.load_balancer_price, &l::PRICE_LOAD_BALANCER),
        (&mut k.control_plane_price, &l::PRICE_CONTROL_PLANE),
        (&mut k.observability_host_price, &l::PRICE_HOST),
        (&mut k.observability_span_price, &l::PRICE_SPANS),
        (&mut k.ci_minute_price, &l::PRICE_CI),
        (&mut k.storage_price, &l::PRICE_STORAGE),
        (&mut k.transfer_price, &l::PRICE_TRANSFER),
        (&mut k.hire_cost, &l::PRICE_HIRE),
        (&mut k.on_call_price, &l::PRICE_ON_CALL),
        (&mut k.salary_backend, &l::SALARY),
        (&mut k.salary_ml, &l::SALARY),
        (&mut k.salary_data, &l::SALARY),
        (&mut k.salary_platform, &l::SALARY),
        (&mut k.salary_security, &l::SALARY),
        (&mut k.salary_manager, &l::SALARY),
        (&mut k.contractor_month, &l::PRICE_CONTRACTOR),
        (&mut k.training_price, &l::PRICE_TRAINING),
    ] {
        *price = (*price * rate).named(label);
    }
    let scaled = |table: &LevelTable<N>| table.scaled(rate);
    k.licence_per_engineer = scaled(&k.licence_per_engineer);
    k.licence_per_unit = scaled(&k.licence_per_unit);
}

/// What is asked for a GPU (money per GPU-hour).
struct GpuPrice<N> {
    /// On demand.
    price: N,
    /// On spot capacity.
    spot: N,
    /// Whether it is bought.
    owned: bool,
}

impl<N> GpuPrice<N> {
    const fn rented(price: N, spot: N) -> Self {
        Self {
            price,
            spot,
            owned: false,
        }
    }
}

impl<N: Number, L: Leaves<N, Error = UnknownEntry>> Compiler<'_, N, L> {
    pub(super) fn gpus(&mut self, k: &Constants<N>) -> Result<Vec<Gpu<N>>, CompileError> {
        let scenario = self.scenario;
        let catalog = self.catalog;
        let stated = &scenario.gpus;
        let discount = self.at("gpus.discount", stated.discount);
        let factor =
            self.at("factors.gpu_price", scenario.factors.gpu_price) * (N::one() - discount);
        let mut infos: Vec<_> = catalog
            .gpus
            .iter()
            .filter(|gpu| stated.allowed.is_empty() || stated.allowed.contains(&gpu.name))
            .collect();
        infos.sort_by(|a, b| a.name.cmp(&b.name));
        let mut gpus = Vec::with_capacity(infos.len());
        for info in infos {
            let name = &info.name;
            let Some(asked) = self.gpu_price(k, name)? else {
                continue;
            };
            let factor = if asked.owned { N::one() } else { factor };
            let of = Subject::Gpu(gpus.len());
            gpus.push(Gpu {
                price: (asked.price * factor).named_of(&l::GPU_PRICE, of),
                spot_price: (asked.spot * factor).named_of(&l::GPU_SPOT_PRICE, of),
                owned: asked.owned,
                ..gpu_of(self.leaves, info)?
            });
        }
        Ok(gpus)
    }

    /// What is asked for a GPU; none when it has no price here.
    fn gpu_price(
        &mut self,
        k: &Constants<N>,
        name: &str,
    ) -> Result<Option<GpuPrice<N>>, CompileError> {
        let scenario = self.scenario;
        let stated = &scenario.gpus;
        if let Some(owned) = stated.owned.iter().find(|owned| owned.gpu == name) {
            let mut at = |key: &str, quantity: Quantity| {
                self.leaves
                    .stated(format_args!("gpus.owned[{name}].{key}"), quantity)
            };
            let power = at("kw", owned.kw) * at("pue", owned.pue);
            let price = owned_gpu_hour(
                at("capex", owned.capex),
                at("residual", owned.residual),
                at("years", owned.years),
                k.hours_per_month,
                power,
                at("electricity_price", owned.electricity_price),
            );
            return Ok(Some(GpuPrice {
                price,
                spot: price,
                owned: true,
            }));
        }
        if let Some(own) = stated.prices.iter().find(|price| price.gpu == name) {
            let path = format!("gpus.prices[{name}]");
            let price = self.at(&format!("{path}.per_hour"), own.per_hour);
            let spot = self.or(&format!("{path}.spot_per_hour"), own.spot_per_hour, price);
            return Ok(Some(GpuPrice::rented(price, spot)));
        }
        if let Some(own) = scenario.own_gpus.iter().find(|gpu| gpu.name == name) {
            let price = self.at(&format!("own_gpus[{name}].per_hour"), own.per_hour);
            return Ok(Some(GpuPrice::rented(price, price)));
        }
        let known = |id: &str| self.catalog.entries.contains_key(id);
        let (on_demand, spot) = match &stated.provider {
            Some(provider) => (
                format!("gpu_price.{name}.{provider}.on_demand"),
                format!("gpu_price.{name}.{provider}.spot"),
            ),
            None => (
                format!("gpu_price.{name}.market"),
                format!("gpu_price.{name}.spot"),
            ),
        };
        if !known(&on_demand) {
            return Ok(None);
        }
        let has_spot = known(&spot);
        let price = self.entry(&on_demand)? * self.rate;
        let spot_price = if has_spot {
            self.entry(&spot)? * self.rate
        } else {
            price
        };
        Ok(Some(GpuPrice::rented(price, spot_price)))
    }

    pub(super) fn gpu_terms(&mut self, k: &Constants<N>) -> GpuTerms<N> {
        let stated = &self.scenario.gpus;
        GpuTerms {
            spot_share: self.at("gpus.spot_share", stated.spot_share),
            committed_share: self.at("gpus.committed_share", stated.committed_share),
            committed_months: stated.committed_months as usize,
            committed_discount: self.at("gpus.committed_discount", stated.committed_discount),
            reserved: self.at("gpus.reserved", stated.reserved),
            quota: stated.quota.map(|quota| self.at("gpus.quota", quota)),
            block: stated.block.max(1) as usize,
            shared_models: stated.shared_models,
            drift: self.yearly("gpus.price_drift", stated.price_drift, k.gpu_price_drift),
        }
    }

    pub(super) fn prices(&mut self, k: &Constants<N>) -> Prices<N> {
        let stated = &self.scenario.prices;
        let hosted = &self.scenario.hosted;
        Prices {
            cloud_factor: N::one() - self.at("prices.cloud_discount", stated.cloud_discount),
            cloud_drift: self.yearly("prices.cloud_drift", Some(stated.cloud_drift), N::zero()),
            token_drift: self.yearly(
                "hosted.price_drift",
                hosted.price_drift,
                k.token_price_drift,
            ),
            second_provider: hosted.second_provider,
        }
    }

    pub(super) fn money(&mut self, k: &Constants<N>) -> Money<N> {
        let stated = &self.scenario.money;
        Money {
            discount_rate: self.yearly(
                "money.discount_rate",
                stated.discount_rate,
                k.discount_rate,
            ),
            wage_growth: self.yearly("money.wage_growth", stated.wage_growth, k.wage_growth),
            contingency: self.or("money.contingency", stated.contingency, k.contingency),
            capital: stated
                .capital
                .map(|capital| self.at("money.capital", capital)),
            revenue_per_user: self.at(
                "money.revenue_per_user_month",
                stated.revenue_per_user_month,
            ),
        }
    }
}
