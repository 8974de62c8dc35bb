#include "text/name_lists.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "text/ascii.h"
#include "text/one_of.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

// Where a part of a list of names ends, and how long what parts it is.
struct Separator {
  std::size_t at;
  std::size_t length;
};

// How the names of a list are parted.
struct ListForm {
  std::string_view marks = ",;";
  bool joins = true;   // by "and" and "&" too
  bool nested = true;  // not within brackets
};

Separator next_separator(std::string_view list, const ListForm& form) {
  static constexpr auto kJoins = std::to_array<std::string_view>({" and ", " & "});
  int depth = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == '(' || list[i] == '[') ++depth;
    if ((list[i] == ')' || list[i] == ']') && depth > 0) --depth;
    if (depth > 0 && form.nested) continue;
    if (form.marks.contains(list[i])) return {i, 1};
    if (!form.joins || list[i] != ' ') continue;
    for (const std::string_view join : kJoins) {
      if (list.substr(i).starts_with(join)) return {i, join.size()};
    }
  }
  return {list.size(), 0};
}

bool brackets_close(std::string_view list) {
  int depth = 0;
  for (const char c : list) {
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return depth == 0;
}

constexpr auto kRoles = std::to_array<std::string_view>(
    {"analyst",  "chair",     "chairman", "chairperson", "chairwoman",  "clerk",    "consultant",
     "designer", "developer", "director", "engineer",    "facilitator", "guest",    "head",
     "host",     "lead",      "manager",  "member",      "moderator",   "observer", "officer",
     "owner",    "president", "scribe",   "secretary",   "treasurer"});

// "Chair", "PM", "Head of Sales", "absent": what a person is, not what anybody is called.
bool is_role(std::string_view words) {
  if (!is_proper_name(words)) return true;
  while (!(words = trimmed(words)).empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if ((word.size() > 1 && std::ranges::all_of(word, is_upper)) || std::ranges::contains(kRoles, lower_ascii(word)))
      return true;
    words.remove_prefix(word.size());
  }
  return false;
}

// "Okafor, Maya" as "Maya Okafor", "van der Berg, Anna (Acme)" as "Anna van der Berg (Acme)".
std::optional<std::string> turned_round(std::string_view name, const ListForm& form) {
  const Separator comma = next_separator(name, form);
  if (comma.at >= name.size() || name[comma.at] != ',') return std::nullopt;
  const std::string_view family = trimmed(name.substr(0, comma.at));
  const std::string_view given = trimmed(name.substr(comma.at + 1));
  const std::size_t bracket = std::min(given.find(" ("), given.size());
  const bool of_particles = !family.empty() && is_letter(family.front()) && !is_upper(family.front());
  const bool one_word = !family.empty() && (of_particles || !family.contains(' '));
  if (!one_word || given.empty() || next_separator(given, form).at < given.size() || is_role(given.substr(0, bracket)))
    return std::nullopt;
  return std::string(given.substr(0, bracket)) + ' ' + std::string(family) + std::string(given.substr(bracket));
}

// The names of "Okafor, Maya; Weber, Jonas", if all are so.
std::vector<std::string> all_turned_round(std::string_view list, const ListForm& form) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const Separator end = next_separator(list, {.marks = ";", .joins = false, .nested = form.nested});
    const std::string_view part = trimmed(list.substr(0, end.at));
    list.remove_prefix(end.at + end.length);
    if (part.empty()) continue;
    auto name = turned_round(part, form);
    if (!name) return {};
    names.push_back(std::move(*name));
  }
  return names;
}

// "Maya Okafor - head of product" without what she does; not "Jonas Weber - Acme", which may be how he is labelled.
std::string_view without_task(std::string_view name) {
  for (const std::string_view dash : {" - ", " \u2013 ", " \u2014 "}) {
    const std::size_t at = name.find(dash);
    if (at == std::string_view::npos) continue;
    const std::string_view task = trimmed(name.substr(at + dash.size()));
    if (!task.empty() && is_letter(task.front()) && !is_upper(task.front())) return trimmed(name.substr(0, at));
  }
  return name;
}

// "Maya Okafor (chair)" without her part in the meeting; "(Acme)" and "(PM)" stay, as she may be labelled so.
std::string_view without_role(std::string_view name) {
  const std::size_t bracket = name.rfind(" (");
  if (bracket == std::string_view::npos || !name.ends_with(')')) return name;
  const auto role = lower_ascii(trimmed(name.substr(bracket + 2, name.size() - bracket - 3)));
  return std::ranges::contains(kRoles, role) ? trimmed(name.substr(0, bracket)) : name;
}

// "head of product", behind a name and a comma.
bool is_task(std::string_view words) {
  return words.contains(" of ") && is_letter(words.front()) && !is_upper(words.front());
}

// "head of product"; not "what is the state of the pump", which somebody is asked.
bool begins_with_role(std::string_view words) {
  return is_task(words) && std::ranges::contains(kRoles, words.substr(0, words.find(' ')));
}

bool is_remainder(std::string_view name) {
  const std::size_t number = name.find_first_not_of("0123456789");  // "3 others"
  if (number != 0 && number != std::string_view::npos) name = trimmed(name.substr(number));
  return one_of(lower_ascii(name), {"others", "other", "guests", "more"});
}

}  // namespace

std::string_view first_of_names(std::string_view list) {
  return without_task(trimmed(list.substr(0, next_separator(list, {}).at)));
}

bool are_names(std::string_view list) {
  while (!list.empty()) {
    const Separator end = next_separator(list, {});
    const std::string_view part = without_task(trimmed(list.substr(0, end.at)));
    if (!begins_with_role(part) && !(could_be_name(part) && is_proper_name(part))) return false;
    list.remove_prefix(end.at + end.length);
  }
  return true;
}

void add_names(std::string_view list, TranscriptBuilder& out, const SpeakerEvidence* speakers) {
  list = trimmed(list);
  if (list.starts_with('[') && list.ends_with(']')) list = list.substr(1, list.size() - 2);
  const ListForm form{.nested = brackets_close(list)};
  if (list.contains(';')) {
    const auto names = all_turned_round(list, form);
    for (const std::string& name : names) {
      if (could_be_name(name)) out.add_participant(name);
    }
    if (!names.empty()) return;
  }
  while (!list.empty()) {
    const Separator end = next_separator(list, form);
    std::string_view name = trimmed(list.substr(0, end.at));
    if (name.starts_with("and ") || name.starts_with("& ")) name = trimmed(name.substr(name.find(' ')));  // "A, and B"
    for (const char quote : {'"', '\''}) {
      if (name.size() > 1 && name.front() == quote && name.back() == quote) name = name.substr(1, name.size() - 2);
    }
    if (name.starts_with('@')) name.remove_prefix(1);
    name = without_task(name);
    if (!speakers || !speakers->is_speaker(name)) name = without_role(name);
    if (could_be_name(name) && !is_remainder(name) && !is_task(name)) out.add_participant(name);
    list.remove_prefix(end.at + end.length);
  }
}

}  // namespace hebb
