#include "recall/scope_words.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <set>
#include <unordered_map>

namespace hebb {
namespace {

// found(meeting, i) for each of the ascending ordinals that lies in a meeting of the scope.
void each_in_scope(const ProjectWords& words, const auto& ordinals, auto&& found) {
  std::size_t m = 0;
  for (std::size_t i = 0; i < ordinals.size(); ++i) {
    const Ordinal ordinal = ordinals[i];
    while (m < words.meetings.size() && words.meetings[m]->end() <= ordinal) ++m;
    if (m == words.meetings.size()) return;
    if (ordinal >= words.meetings[m]->first) found(words.meetings[m], i);
  }
}

}  // namespace

ScopeWords::ScopeWords(const LexicalView& lexical, std::span<const std::string> terms,
                       std::span<const CatalogMeeting* const> meetings, const RankingParameters& parameters)
    : lexical_(lexical), terms_(terms) {
  for (const CatalogMeeting* meeting : meetings) projects_[meeting->project].meetings.push_back(meeting);
  for (auto& [project, words] : projects_) {
    words.episodes = term_matches(lexical_, terms_, project, Level::episode);
    words.meeting_bm25 = hebb::meeting_bm25(words.meetings, words.episodes.found.terms, parameters);
  }
}

Moments ScopeWords::bm25_moments(std::size_t episodes) const {
  double sum = 0, squares = 0;
  for (const auto& [project, words] : projects_) {
    const auto& hits = words.episodes.found.hits;
    each_in_scope(words, hits | std::views::transform(&Hit::ordinal), [&](const CatalogMeeting*, std::size_t i) {
      sum += hits[i].score;
      squares += double{hits[i].score} * hits[i].score;
    });
  }
  return moments_from(episodes, sum, squares);
}

std::vector<float> ScopeWords::meeting_bm25() const {
  std::vector<float> all;
  for (const auto& [project, words] : projects_) {
    all.insert(all.end(), words.meeting_bm25.begin(), words.meeting_bm25.end());
  }
  return all;
}

void ScopeWords::gather(const EpisodeField& field, EpisodeEvidence& evidence) const {
  std::unordered_map<const CatalogMeeting*, std::size_t> begins;
  for (const auto& stretch : field.stretches()) begins.emplace(stretch.meeting, stretch.begin);
  std::unordered_map<const CatalogMeeting*, float> whole;
  std::map<std::string_view, float> known;
  evidence.bm25.resize(field.size());
  for (const auto& [project, words] : projects_) {
    for (std::size_t m = 0; m < words.meetings.size(); ++m) whole[words.meetings[m]] = words.meeting_bm25[m];
    const auto place = [&](const auto& ordinals, auto&& found) {
      const CatalogMeeting* last = nullptr;
      auto begin = begins.end();
      each_in_scope(words, ordinals, [&](const CatalogMeeting* meeting, std::size_t i) {
        if (meeting != last) begin = begins.find(meeting);
        last = meeting;
        if (begin != begins.end()) found(begin->second + ordinals[i] - meeting->first, i);
      });
    };
    const auto& hits = words.episodes.found.hits;
    place(hits | std::views::transform(&Hit::ordinal),
          [&](std::size_t at, std::size_t i) { evidence.bm25[at] = hits[i].score; });
    double idf = 0;
    for (const TermOccurrences& term : words.episodes.found.terms) idf += term.idf;
    known[project] = static_cast<float>(known_share(idf, words.episodes.found.terms.size(), project));
    for (const TermOccurrences& term : words.episodes.found.terms) {
      EpisodeEvidence::Term one{.share = static_cast<float>(term.idf / idf)};
      place(term.ordinals, [&](std::size_t at, std::size_t) { one.at.push_back(at); });
      std::ranges::sort(one.at);  // stretches need not be in the order of ordinals
      evidence.terms.push_back(std::move(one));
    }
  }
  for (const auto& stretch : field.stretches()) {
    evidence.meeting_bm25.push_back(whole[stretch.meeting]);
    evidence.known.push_back(known[stretch.meeting->project]);
  }
}

// Of the idf of all terms of the focus that of the `terms` which occur in the project.
double ScopeWords::known_share(double idf, std::size_t terms, std::string_view project) const {
  if (terms == 0) return 0;
  const std::set<std::string_view> all(terms_.begin(), terms_.end());
  const auto documents = static_cast<double>(lexical_.documents(project, Level::episode));
  const double rarest = std::log(1 + (documents + 0.5) / 0.5);
  return idf / (idf + static_cast<double>(all.size() - terms) * rarest);
}

std::vector<Hit> ScopeWords::match_contexts() {
  std::vector<Hit> hits;
  for (auto& [project, words] : projects_) {
    words.contexts = term_matches(lexical_, terms_, project, Level::context);
    hits.insert(hits.end(), words.contexts.found.hits.begin(), words.contexts.found.hits.end());
  }
  std::ranges::sort(hits, {}, &Hit::ordinal);
  return hits;
}

std::uint64_t ScopeWords::shared(const CatalogMeeting& meeting, Ordinal ordinal, Level level) const {
  const ProjectWords& words = projects_.at(meeting.project);
  return (level == Level::context ? words.contexts : words.episodes).shared(ordinal);
}

}  // namespace hebb
