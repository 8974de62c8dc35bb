// Meetings that a question names by what nobody says: a client's or a project's name that stands in their titles alone.
#include <algorithm>
#include <iterator>
#include <ranges>
#include <set>

#include "recall/question_names.h"
#include "recall/question_types.h"
#include "recall/question_words.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kShortestName = 3;        // letters or digits
constexpr std::size_t kShortestInCapitals = 2;  // "EY"

class TitleNames : WordReader {
 public:
  TitleNames(std::span<const PlacedWord> words, const RosterScope& scope, const std::optional<TimeMention>& when,
             std::span<const NameMention> names, const LexicalView& said)
      : WordReader(words), scope_(scope), when_(when), names_(names), said_(said), headline_(is_headline(words)) {
    for (std::uint32_t m = 0; m < scope.index().meetings.size(); ++m) {
      if (scope.has_meeting(m)) projects_.insert(catalogued(m).project);
    }
  }

  std::vector<MeetingMention> find() const {
    std::vector<MeetingMention> mentions;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!may_be_name(i)) continue;
      auto meetings = scope_.titled(word(i));
      const bool as_name = is_written_as_name(i);
      if (meetings.empty() || (meetings.size() == scope_.meetings() && !as_name)) continue;
      if (is_said_elsewhere(word(i), meetings)) continue;
      if (!mentions.empty() && joins(mentions.back(), i, meetings)) continue;
      mentions.push_back({.first = i, .last = i + 1, .meetings = std::move(meetings), .as_name = as_name});
    }
    return mentions;
  }

 private:
  bool may_be_name(std::size_t i) const {
    const bool capitals = words_[i].all_capital && !headline_;
    if (word(i).size() < (capitals ? kShortestInCapitals : kShortestName)) return false;
    return !has_other_use(i) && !only_asks_for_memories(word(i)) && (words_[i].capital || stands_as_name(i));
  }

  bool has_other_use(std::size_t i) const {
    const auto has = [&](const auto& mention) { return mention.first <= i && i < mention.last; };
    return std::ranges::any_of(names_, has) || (when_ && has(*when_));
  }

  bool is_written_as_name(std::size_t i) const { return words_[i].capital && !words_[i].opens && !headline_; }

  // In small letters: "promise meridian", "did meridian say"; not "the project", "main risks".
  bool stands_as_name(std::size_t i) const {
    if (is(WordClass::determiner, before(i)) || is(WordClass::telling_adjective, before(i))) return false;
    return is(WordClass::auxiliary, before(i)) || words_[i].possessive || ends_clause(words_, i + 1) ||
           index_terms(word(i + 1)).empty();
  }

  // "Acme France" is what both words name.
  bool joins(MeetingMention& before, std::size_t i, std::span<const std::uint32_t> meetings) const {
    if (before.last != i || words_[i].parted || words_[i - 1].possessive) return false;
    std::vector<std::uint32_t> both;
    std::ranges::set_intersection(before.meetings, meetings, std::back_inserter(both));
    if (both.empty()) return false;
    before.meetings = std::move(both);
    before.last = i + 1;
    return true;
  }

  // In another meeting that may be asked. A word that no index has ("the") counts as said.
  bool is_said_elsewhere(std::string_view word, std::span<const std::uint32_t> meetings) const {
    const auto terms = index_terms(word);
    if (terms.empty()) return true;
    return std::ranges::any_of(projects_, [&](std::string_view project) {
      const auto hits = said_.matches(terms, project, Level::episode).hits;
      return std::ranges::any_of(hits, [&](const Hit& hit) {
        const auto meeting = meeting_of(hit.ordinal);
        return scope_.has_meeting(meeting) && !std::ranges::binary_search(meetings, meeting);
      });
    });
  }

  std::uint32_t meeting_of(Ordinal ordinal) const {
    const auto& meetings = scope_.index().meetings;
    const auto behind = std::ranges::upper_bound(meetings, ordinal, {}, [](const auto& one) { return one->first; });
    return static_cast<std::uint32_t>(behind - meetings.begin()) - 1;
  }

  const CatalogMeeting& catalogued(std::uint32_t meeting) const { return *scope_.index().meetings[meeting]; }

  const RosterScope& scope_;
  const std::optional<TimeMention>& when_;
  std::span<const NameMention> names_;
  const LexicalView& said_;
  bool headline_;
  std::set<std::string_view> projects_;  // that may be asked
};

MemoryFilter only(std::span<const MeetingMention> mentions, const Roster::Index& index) {
  MemoryFilter filter;
  for (const auto& mention : mentions) {
    for (const auto number : mention.meetings) filter.meetings.push_back(index.meetings[number]->id);
  }
  return filter;
}

}  // namespace

std::vector<MeetingMention> find_title_names(std::span<const PlacedWord> words, const RosterScope& scope,
                                             const std::optional<TimeMention>& when, std::span<const NameMention> names,
                                             const LexicalView& said) {
  return TitleNames(words, scope, when, names, said).find();
}

std::vector<MeetingMention> place_within(std::vector<MeetingMention>& titled, std::span<const MeetingMention> placed,
                                         std::span<const PlacedWord> words, const RosterScope& scope,
                                         const std::optional<TimeMention>& when, std::span<const NameMention> names) {
  const auto overlaps = [&](const MeetingMention& name) {
    return std::ranges::any_of(placed, [&](const auto& p) { return p.first < name.last && name.first < p.last; });
  };
  std::erase_if(titled, [&](const MeetingMention& name) { return !name.as_name || overlaps(name); });
  if (titled.empty()) return {};
  return find_meetings(words, RosterScope(scope.index(), only(titled, scope.index())), when, names);
}

}  // namespace hebb
