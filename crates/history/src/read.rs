//! Reading beside the writer: the timeline by pages, a search in the same order, a person's story, one row with its lines,
//! and what waits.

use crate::keep;
use crate::person::{Who, person};
use crate::problem::Problem;
use crate::row::{self, COLUMNS, Kept, kind_number, texts};
use crate::schema::{self, WITHIN_SECOND};
use crate::words::Terms;
use deskbell_core::{EntryKind, HistoryFilter, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeSet;
use std::path::Path;

/// Most rows of one page.
pub const PAGE_MAX: usize = 500;
/// Most lines of one conversation that are read for the live picture.
const LINES_LIVE: usize = 500;
/// Most rows that wait and are read for the live picture.
const LIVE_MAX: usize = 2000;

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The newest that are older than this row; of all where there is none.
    Before(Option<i64>),
    /// The next that are newer than this row.
    After(i64),
}

/// Rows, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The rows.
    pub hits: Vec<Hit>,
    /// Asks for the next page in the same direction; none means there is no more.
    pub next: Option<i64>,
}

/// A row of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The row.
    pub kept: Kept,
    /// The line of it that was found, if it was found by one.
    pub line: Option<Box<Kept>>,
}

/// A connection that only reads. It sees what was committed when each question was asked.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

impl Reader {
    /// Opens the history to read.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        Ok(Self { connection: schema::open_to_read(path)? })
    }

    pub(crate) const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// A page of the timeline, without regard to the filter's text: the newest rows that fit and are older than `before`,
    /// which is the `next` of the page above.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn timeline(
        &self,
        filter: &HistoryFilter,
        before: Option<i64>,
        most: usize,
    ) -> Result<Page, Problem> {
        self.rows(None, filter, Place::Before(before), most)
    }

    /// A page of what is found by parts of words and numbers, the newest first.
    ///
    /// # Errors
    /// [`Problem::TooShort`], or what SQLite says.
    pub fn search(
        &self,
        typed: &str,
        filter: &HistoryFilter,
        before: Option<i64>,
        most: usize,
    ) -> Result<Page, Problem> {
        self.rows(Some(typed), filter, Place::Before(before), most)
    }

    /// A page of what the filter wants, by its text if it has one; the newest first.
    ///
    /// # Errors
    /// [`Problem::TooShort`], or what SQLite says.
    pub fn page(&self, filter: &HistoryFilter, place: Place, most: usize) -> Result<Page, Problem> {
        let typed = filter.text.as_ref().map(|text| text.reveal().trim());
        self.rows(typed.filter(|text| !text.is_empty()), filter, place, most)
    }

    fn rows(
        &self,
        typed: Option<&str>,
        filter: &HistoryFilter,
        place: Place,
        most: usize,
    ) -> Result<Page, Problem> {
        let who = match &filter.who {
            None => None,
            Some(typed) => match Who::read(typed.reveal()) {
                Some(who) => Some(who),
                // Nobody is known by this.
                None => return Ok(Page::default()),
            },
        };
        let mut wanted = Wanted::of(filter, who.as_ref());
        let terms = typed.map(Terms::read);
        // The index of words gives them in the order of their numbers, and only as far as it is read.
        let (from, id) = match &terms {
            Some(terms) => {
                let question = terms.question().ok_or(Problem::TooShort)?;
                wanted.bind("gram MATCH ", Value::Text(question));
                ("gram g CROSS JOIN entry e ON e.id = g.rowid", "g.rowid")
            }
            None => {
                wanted.and("e.parent IS NULL");
                ("entry e", "e.id")
            }
        };
        let order = match place {
            Place::Before(None) => "DESC",
            Place::Before(Some(before)) => {
                wanted.bind(&format!("{id} < "), Value::Integer(before));
                "DESC"
            }
            Place::After(after) => {
                wanted.bind(&format!("{id} > "), Value::Integer(after));
                "ASC"
            }
        };
        let sql =
            format!("SELECT {COLUMNS} FROM {from} WHERE {} ORDER BY {id} {order}", wanted.sql);
        let terms = terms.filter(|terms| !terms.is_exact());
        let fits = |kept: &Kept| {
            let person = who.as_ref().is_none_or(|who| is_of(kept, who));
            person && terms.as_ref().is_none_or(|terms| terms.fit(texts(&kept.entry)))
        };
        let mut page = self.collect(&sql, wanted.values, most, fits)?;
        if let Place::After(_) = place {
            page.hits.reverse();
        }
        Ok(page)
    }

    fn collect(
        &self,
        sql: &str,
        values: Vec<Value>,
        most: usize,
        fits: impl Fn(&Kept) -> bool,
    ) -> Result<Page, Problem> {
        let most = most.clamp(1, PAGE_MAX);
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = statement.query(params_from_iter(values))?;
        let mut page = Page::default();
        let mut seen = BTreeSet::new();
        let mut last = None;
        while let Some(row) = found.next()? {
            // A row whose content is spoilt hides no other.
            let Ok(kept) = row::read(row) else { continue };
            if !fits(&kept) {
                continue;
            }
            if page.hits.len() == most {
                page.next = last;
                break;
            }
            last = Some(kept.id);
            let whole = match kept.parent {
                Some(parent) if seen.contains(&parent) => continue,
                Some(parent) => keep::get(&self.connection, parent)?,
                None => None,
            };
            let hit = match whole {
                Some(whole) => Hit { kept: whole, line: Some(Box::new(kept)) },
                None => Hit { kept, line: None },
            };
            if seen.insert(hit.kept.id) {
                page.hits.push(hit);
            }
        }
        Ok(page)
    }

    /// One row.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn get(&self, id: i64) -> Result<Option<Kept>, Problem> {
        Ok(keep::get(&self.connection, id)?)
    }

    /// The newest lines of a conversation, in their order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn lines(&self, conversation: i64, most: usize) -> Result<Vec<Kept>, Problem> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry e WHERE e.parent = ?1 ORDER BY e.id DESC LIMIT ?2"
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut lines = readable(statement.query([conversation, most])?)?;
        lines.reverse();
        Ok(lines)
    }

    /// What was not looked at, and what is not over, with the lines of such conversations: oldest first, a conversation before
    /// its lines.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn live(&self) -> Result<Vec<Kept>, Problem> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry e WHERE (e.unread = 1 OR e.open = 1) AND e.parent IS NULL \
             ORDER BY e.id DESC LIMIT {LIVE_MAX}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut waiting = readable(statement.query([])?)?;
        waiting.reverse();
        let mut all = Vec::with_capacity(waiting.len());
        for kept in waiting {
            let (id, kind) = (kept.id, kept.entry.kind);
            all.push(kept);
            if kind == EntryKind::Conversation {
                all.extend(self.lines(id, LINES_LIVE)?);
            }
        }
        Ok(all)
    }

    /// Looks through the whole file for damage. It takes as long as reading all of it.
    ///
    /// # Errors
    /// [`Problem::Damaged`] with the first thing that is wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let said: String =
            self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said == "ok" { Ok(()) } else { Err(Problem::Damaged(said)) }
    }
}

/// The rows that can be read.
fn readable(mut found: rusqlite::Rows<'_>) -> Result<Vec<Kept>, Problem> {
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.extend(row::read(row));
    }
    Ok(rows)
}

/// By number or address.
fn is_of(kept: &Kept, who: &Who) -> bool {
    let entry = &kept.entry;
    let by_number = entry.number.as_ref().is_some_and(|number| who.is_number(number.reveal()));
    by_number || entry.address.as_ref().is_some_and(|address| who.is_address(address.reveal()))
}

/// What a question says of the rows it wants.
struct Wanted {
    sql: String,
    values: Vec<Value>,
}

impl Wanted {
    fn of(filter: &HistoryFilter, who: Option<&Who>) -> Self {
        let mut wanted = Self { sql: "1".to_owned(), values: Vec::new() };
        if let Some(from) = filter.from {
            wanted.bind("e.id >= ", Value::Integer(first_of_second(from)));
            wanted.bind("e.at >= ", Value::Integer(row::millis(from)));
        }
        if let Some(until) = filter.until {
            wanted.bind("e.at < ", Value::Integer(row::millis(until)));
        }
        let mut kinds: BTreeSet<i64> = filter.kinds.iter().copied().map(kind_number).collect();
        if kinds.contains(&kind_number(EntryKind::Conversation)) {
            kinds.insert(kind_number(EntryKind::Line));
        }
        // By the index only where it keeps the order.
        let one = kinds.len() == 1;
        wanted.any(if one { "e.kind" } else { "+e.kind" }, kinds.into_iter().map(Value::Integer));
        wanted
            .any("e.account", filter.accounts.iter().map(|it| Value::Text(it.as_str().to_owned())));
        wanted.any("e.vendor", filter.vendors.iter().map(|it| Value::Text(it.0.clone())));
        wanted.any("e.outcome", filter.outcomes.iter().map(|it| Value::Text(it.clone())));
        if let Some(direction) = filter.direction {
            wanted.bind("e.direction = ", Value::Integer(row::direction_number(direction)));
        }
        if filter.voicemail {
            wanted.and("e.outcome = 'voicemail'");
        }
        wanted.labelled(&filter.labels);
        match who {
            Some(Who::Number(number)) => {
                wanted.bind("e.person = ", person(number).map_or(Value::Null, Value::Text));
            }
            Some(Who::Address(address)) => {
                wanted.bind("e.address = ", Value::Text(address.clone()));
            }
            None => {}
        }
        wanted
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    fn bind(&mut self, condition: &str, value: Value) {
        self.and(condition);
        self.sql.push('?');
        self.values.push(value);
    }

    /// With one of these labels; a chat's are in its details.
    fn labelled(&mut self, labels: &[String]) {
        if labels.is_empty() {
            return;
        }
        let places = vec!["?"; labels.len()].join(",");
        self.and(&format!(
            "EXISTS (SELECT 1 FROM json_each(e.detail, '$.labels') WHERE json_extract(value, '$.name') IN ({places}))"
        ));
        self.values.extend(labels.iter().map(|label| Value::Text(label.clone())));
    }

    fn any(&mut self, column: &str, values: impl Iterator<Item = Value>) {
        let before = self.values.len();
        self.values.extend(values);
        match self.values.len() - before {
            0 => {}
            1 => self.and(&format!("{column} = ?")),
            count => self.and(&format!("{column} IN ({})", vec!["?"; count].join(","))),
        }
    }
}

/// The first number that a row of this moment may have. A row may be told of late but never lies before its time.
fn first_of_second(at: Timestamp) -> i64 {
    (row::millis(at) / 1000).clamp(0, i64::from(u32::MAX)) << WITHIN_SECOND
}
