#include "recall/roster.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ranges>

#include "recall/question_words.h"
#include "recall/roster_index.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

using Words = std::vector<PlacedWord>;

bool is_number(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// "F", "2", "00"
bool is_designator(std::string_view word) {
  return is_number(word) || (word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0);
}

bool are_role(std::span<const PlacedWord> words) {
  return !words.empty() && std::ranges::all_of(words, [](const auto& word) { return is(WordClass::role, word.word); });
}

// "Minister of Health": what stands in brackets is a role if it begins with one's head, a place or party if not.
bool begins_with_head(std::span<const PlacedWord> words) {
  return !words.empty() && (is(WordClass::person, words.front().word) || words.front().word == "prime" ||
                            words.front().word == "vice" || words.front().word == "chief");
}

// A name's parts as they are written: "Meyer, Anna (Minister of Health (Bern)) | Acme".
struct NameParts {
  std::string_view core;
  std::string_view bracket;
  bool family_first = false;
};

NameParts parts_of(std::string_view name) {
  NameParts parts;
  const auto bracket = name.find_first_of("([");
  parts.core = name.substr(0, bracket);
  if (bracket != std::string_view::npos) parts.bracket = name.substr(bracket + 1);
  for (const std::string_view cut : {"@", "|", " - ", " \xE2\x80\x93 ", "/"}) {
    if (const auto at = parts.core.find(cut); at != std::string_view::npos && at > 0)
      parts.core = parts.core.substr(0, at);
  }
  const auto comma = parts.core.find(',');
  parts.family_first = comma != std::string_view::npos && comma > 0 && comma + 1 < parts.core.size();
  return parts;
}

// Without titles before and letters behind; at least one word stays.
std::span<const PlacedWord> bare_person(std::span<const PlacedWord> words) {
  while (words.size() > 1 && (is(WordClass::honorific, words.front().word) || words.front().word == "the"))
    words = words.subspan(1);
  while (words.size() > 1 && is(WordClass::postnominal, words.back().word) && words.back().capital)
    words = words.first(words.size() - 1);
  return words;
}

class Builder {
 public:
  explicit Builder(const Roster::Index* before) : before_(before) {
    if (before != nullptr) carried_.resize(before->spelling.size());
  }

  // Requires: by ordinal, ascending.
  void add(const std::shared_ptr<const CatalogMeeting>& meeting) {
    const auto number = static_cast<std::uint32_t>(out_.meetings.size());
    out_.meetings.push_back(meeting);
    out_.projects.push_back(
        out_.project_ids.try_emplace(meeting->project, static_cast<std::uint32_t>(out_.project_ids.size()))
            .first->second);
    out_.meeting_by_id.emplace_back(meeting->id, number);
    for (std::size_t i = 0; i < meeting->speakers.size(); ++i)
      out_.names[name(meeting->speakers[i])].seats.push_back({number, static_cast<std::int32_t>(i)});
    add_title(*meeting, number);
  }

  std::unique_ptr<const Roster::Index> finish() {
    std::ranges::sort(out_.meeting_by_id);
    return std::make_unique<const Roster::Index>(std::move(out_));
  }

 private:
  WordId word(std::string_view text) {
    if (const auto known = out_.word(text)) return *known;
    const auto id = static_cast<WordId>(out_.words.size());
    out_.spelling.push_back(out_.words.emplace(text, id).first->first);
    out_.in_aliases.emplace_back();
    out_.with_designator.emplace_back();
    out_.in_titles.emplace_back();
    return id;
  }

  std::uint32_t name(const std::string& spelled) {
    if (const auto known = out_.name_ids.find(spelled); known != out_.name_ids.end()) return known->second;
    const auto id = static_cast<std::uint32_t>(out_.names.size());
    out_.name_ids.emplace(spelled, id);
    out_.names.push_back({.spelled = spelled, .seats = {}});
    add_aliases(id, spelled);
    return id;
  }

  void add_aliases(std::uint32_t name, std::string_view spelled) {
    const NameParts parts = parts_of(spelled);
    Words core = placed_words(parts.core);
    std::span<const PlacedWord> words = core;
    if (!words.empty() && words.front().word == "the") words = words.subspan(1);
    const bool lettered = words.size() > 1 && is_designator(words.back().word);
    const auto role = lettered ? words.first(words.size() - 1) : words;
    if (are_role(role)) {
      add_role(name, role, lettered ? std::optional(words.back().word) : std::nullopt);
    } else {
      if (parts.family_first) core = placed_words(swapped(parts.core));
      add_person(name, core);
    }
    add_bracket(name, parts.bracket);
  }

  static std::string swapped(std::string_view name) {
    const auto comma = name.find(',');
    return std::string(name.substr(comma + 1)) + " " + std::string(name.substr(0, comma));
  }

  void add_bracket(std::uint32_t name, std::string_view bracket) {
    bracket = bracket.substr(0, bracket.find_first_of("()[]"));
    const Words words = placed_words(bracket);
    if (words.empty()) return;
    const bool titled = is(WordClass::honorific, words.front().word) && words.front().word != "minister";
    if (titled) {
      add_person(name, words);
    } else if (begins_with_head(words)) {
      add(name, AliasKind::portfolio, telling(words), std::nullopt);
    }
  }

  void add_role(std::uint32_t name, std::span<const PlacedWord> words, const std::optional<std::string>& designator) {
    const bool person = std::ranges::any_of(words, [](const auto& w) { return is(WordClass::person, w.word); });
    add(name, person ? AliasKind::role : AliasKind::field, telling(words), designator);
  }

  void add_person(std::uint32_t name, std::span<const PlacedWord> words) {
    std::vector<std::string_view> texts;
    for (const auto& w : bare_person(words)) texts.push_back(w.word);
    const std::size_t before = out_.aliases.size();
    add(name, AliasKind::person, texts, std::nullopt);
    if (out_.aliases.size() > before && is(WordClass::honorific, words.front().word))
      out_.aliases.back().title = word(words.front().word);
  }

  static std::vector<std::string_view> telling(std::span<const PlacedWord> words) {
    std::vector<std::string_view> texts;
    for (const auto& w : words) {
      if (!is(WordClass::filler, w.word)) texts.push_back(w.word);
    }
    return texts;
  }

  void add(std::uint32_t name, AliasKind kind, const std::vector<std::string_view>& words,
           const std::optional<std::string>& designator) {
    if (words.empty()) return;
    const auto id = static_cast<std::uint32_t>(out_.aliases.size());
    Alias alias{.name = name, .kind = kind, .words = {}, .designator = {}, .title = {}};
    std::string initials;
    for (const auto text : words) {
      alias.words.push_back(word(text));
      out_.in_aliases[alias.words.back()].push_back({id, static_cast<std::uint32_t>(alias.words.size() - 1)});
      initials += text.front();
    }
    if (designator) {
      alias.designator = word(*designator);
      out_.with_designator[*alias.designator].push_back(id);
    }
    const bool letters = std::ranges::all_of(initials, [](unsigned char c) { return std::isalpha(c) != 0; });
    if (letters && initials.size() >= 2 && initials.size() <= 4 && !designator && kind != AliasKind::portfolio)
      out_.initials[initials].push_back(id);
    out_.aliases.push_back(std::move(alias));
  }

  void add_title(const CatalogMeeting& meeting, std::uint32_t number) {
    std::vector<WordId> ids;
    if (const auto* known = known_title(meeting)) {
      for (const WordId id : *known) ids.push_back(carried(id));
    } else {
      for (const auto& text : title_words(placed_words(meeting.title))) ids.push_back(word(text));
    }
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    for (const WordId id : ids) out_.in_titles[id].push_back(number);
    out_.titles.push_back(std::move(ids));
  }

  // Both rosters have their meetings by ordinal.
  const std::vector<WordId>* known_title(const CatalogMeeting& meeting) {
    if (before_ == nullptr) return nullptr;
    const auto& meetings = before_->meetings;
    while (at_ < meetings.size() && meetings[at_]->first < meeting.first) ++at_;
    if (at_ == meetings.size() || meetings[at_]->first != meeting.first) return nullptr;
    return meetings[at_]->title == meeting.title ? &before_->titles[at_] : nullptr;
  }

  WordId carried(WordId id) {
    auto& here = carried_[id];
    if (!here) here = word(before_->spelling[id]);
    return *here;
  }

  const Roster::Index* before_;
  std::size_t at_ = 0;                          // in its meetings
  std::vector<std::optional<WordId>> carried_;  // of its words
  Roster::Index out_;
};

}  // namespace

std::vector<std::string> title_words(std::span<const PlacedWord> title) {
  constexpr std::array<std::array<std::string_view, 3>, 5> kCompounds = {{{"kickoff", "kick", "off"},
                                                                          {"offsite", "off", "site"},
                                                                          {"standup", "stand", "up"},
                                                                          {"followup", "follow", "up"},
                                                                          {"catchup", "catch", "up"}}};
  std::vector<std::string> words;
  for (const auto& placed : title) {
    if (is(WordClass::filler, placed.word)) continue;
    const auto compound = std::ranges::find(kCompounds, placed.word, [](const auto& c) { return c[0]; });
    if (compound == kCompounds.end()) {
      words.push_back(placed.word);
    } else {
      words.emplace_back((*compound)[1]);
      words.emplace_back((*compound)[2]);
    }
  }
  return words;
}

Roster::Roster() : Roster(Catalog()) {}

Roster::Roster(const Catalog& catalog, const Roster* before) {
  Builder builder(before == nullptr ? nullptr : &before->index());
  for (const auto& meeting : catalog.meetings()) builder.add(meeting);
  index_ = builder.finish();
}

Roster::~Roster() = default;
Roster::Roster(Roster&&) noexcept = default;
Roster& Roster::operator=(Roster&&) noexcept = default;

std::span<const Seat> Roster::seats(std::string_view name) const {
  const auto found = index_->name_ids.find(name);
  if (found == index_->name_ids.end()) return {};
  return index_->names[found->second].seats;
}

}  // namespace hebb
