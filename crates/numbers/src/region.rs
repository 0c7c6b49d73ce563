//! A region: the country or territory whose numbering plan a number without `+` is read by.

use std::str::FromStr;

/// A country or territory with a numbering plan of its own, by its ISO 3166-1 code of two letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region(pub(crate) rlibphonenumber::Region);

impl Region {
    /// Reads `US`, `de`. None for what is no region with a numbering plan.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        // Three digits name what is no territory: satellites, free-phone numbers of the whole world.
        let region = rlibphonenumber::Region::from_str(code).ok().filter(|_| code.len() == 2)?;
        crate::plan::has_plan(Self(region)).then_some(Self(region))
    }

    /// The region of a system's locale name (`de_CH.UTF-8`, `zh-Hant-TW`). None where it names only a language.
    #[must_use]
    pub fn from_locale(name: &str) -> Option<Self> {
        let name = name.split(['.', '@']).next().unwrap_or_default();
        name.split(['_', '-']).skip(1).find_map(Self::from_code)
    }

    /// Every region with a numbering plan, by their letters.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> =
            crate::plan::regions().filter(|region| region.code().len() == 2).collect();
        all.sort_by_key(|region| region.code());
        all
    }

    /// Its two letters.
    #[must_use]
    pub fn code(self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn every_region_is_read_back_by_its_letters() {
        let all = Region::all();
        assert!(all.len() > 200, "{}", all.len());
        for region in all {
            assert_eq!(Region::from_code(&region.code()), Some(region));
        }
    }

    #[test]
    fn codes_and_locales_name_regions() {
        for (name, region) in [("us", Some("US")), ("DE", Some("DE")), ("XX", None), ("USA", None)]
        {
            assert_eq!(Region::from_code(name).map(Region::code).as_deref(), region, "{name}");
        }
        for (name, region) in [
            ("de_CH.UTF-8", Some("CH")),
            ("en-US", Some("US")),
            ("zh-Hant-TW", Some("TW")),
            ("sr_RS@latin", Some("RS")),
            ("es-419", None),
            ("de", None),
            ("C.UTF-8", None),
            ("C", None),
            ("", None),
        ] {
            assert_eq!(Region::from_locale(name).map(Region::code).as_deref(), region, "{name}");
        }
    }
}
