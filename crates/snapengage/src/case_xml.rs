//! The Integration API's XML, which customers of old still get, as the JSON of its successor (section *Integration API*).

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// Deepest nesting that is read; the documented one is four.
const DEPTH_MAX: usize = 8;

/// An element that is not closed yet.
#[derive(Default)]
struct Open {
    name: String,
    text: String,
    children: Vec<(String, Value)>,
    is_list: bool,
}

/// What stands in the document's outermost element; none if it is no XML. An element with children is an object, or a
/// list where it says so; any other is its text. Entities that a document defines itself are left out.
pub(crate) fn to_json(text: &str) -> Option<Value> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Open> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if open.len() < DEPTH_MAX => {
                let kind = tag.try_get_attribute("type").ok().flatten();
                let is_list = kind.is_some_and(|kind| &*kind.value == "array");
                let name = tag.local_name().as_ref().to_owned();
                open.push(Open { name, is_list, ..Open::default() });
            }
            Event::Start(_) => return None,
            Event::End(_) => {
                let (name, value) = close(open.pop()?);
                match open.last_mut() {
                    Some(parent) => parent.children.push((name, value)),
                    None => return Some(value),
                }
            }
            Event::Empty(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                open.last_mut()?.children.push((name, Value::from("")));
            }
            Event::Text(part) => add(&mut open, &part.xml10_content()),
            Event::CData(part) => add(&mut open, &part.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(letter)) => add(&mut open, letter.encode_utf8(&mut [0; 4])),
                Ok(None) => add(&mut open, known_entity(&reference.xml10_content())),
                Err(_) => {}
            },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return None,
        }
    }
}

fn add(open: &mut [Open], text: &str) {
    if let Some(innermost) = open.last_mut() {
        innermost.text.push_str(text);
    }
}

/// The five that every document has.
fn known_entity(name: &str) -> &'static str {
    quick_xml::escape::resolve_xml_entity(name).unwrap_or_default()
}

fn close(element: Open) -> (String, Value) {
    let Open { name, text, children, is_list } = element;
    let value = if is_list {
        children.into_iter().map(|(_, value)| value).collect()
    } else if children.is_empty() {
        Value::String(text)
    } else {
        Value::Object(children.into_iter().collect::<Map<_, _>>())
    };
    (name, value)
}

#[cfg(test)]
mod tests {
    use super::to_json;
    use serde_json::json;

    #[test]
    fn elements_become_texts_lists_and_objects() {
        let text = "<?xml version=\"1.0\"?><!-- x --><case><id><![CDATA[8b7c [x]]]></id>\
                    <n type=\"integer\">2</n><none/>\
                    <all type=\"array\"><one><name>a &amp; b &#x263A; &mine;</name> lost </one></all></case>";
        let read = to_json(text).unwrap();
        let wanted = json!({
            "id": "8b7c [x]", "n": "2", "none": "", "all": [{ "name": "a & b ☺ " }],
        });
        assert_eq!(read, wanted);
    }

    #[test]
    fn what_is_no_xml_or_too_deep_is_none() {
        let deep = "<a>".repeat(9) + &"</a>".repeat(9);
        for text in ["", "<a>", "</a>", "<a></b>", "a", "<a><b/>", &deep] {
            assert_eq!(to_json(text), None, "{text}");
        }
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>";
        assert_eq!(to_json(bomb), Some(json!("")));
    }
}
