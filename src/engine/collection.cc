// Reading single things and lists of them: memories, concepts. From the store, but for concepts, which the view has.
#include "engine/collection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>
#include <tuple>
#include <utility>

#include "engine/engine_impl.h"
#include "engine/listing.h"
#include "text/names_meant.h"

namespace hebb {
namespace {

struct Mentioned {
  const CatalogMeeting* meeting = nullptr;
  Ordinal ordinal = 0;
};

// Mentions are ascending, and so are the meetings.
std::vector<Mentioned> active_mentions(const Catalog& catalog, const Concept& one) {
  std::vector<Mentioned> mentions;
  mentions.reserve(one.mentions.size());
  const CatalogMeeting* meeting = nullptr;
  for (const Ordinal ordinal : one.mentions) {
    if (meeting == nullptr || ordinal >= meeting->end()) meeting = &catalog.meeting_of(ordinal);
    if (meeting->memories[ordinal - meeting->first].state == MemoryState::active)
      mentions.push_back({meeting, ordinal});
  }
  return mentions;
}

std::uint32_t distinct_meetings(const std::vector<Mentioned>& mentions) {
  std::uint32_t count = 0;
  const CatalogMeeting* last = nullptr;
  for (const Mentioned& one : mentions) {
    if (one.meeting != last) ++count;
    last = one.meeting;
  }
  return count;
}

auto newest_first(const Mentioned& one) {
  return std::pair(meeting_place(one.meeting->started_at, one.meeting->id), one.ordinal);
}

auto place_of(const ConceptSummary& summary) {
  return std::tuple(-static_cast<std::int64_t>(summary.mentions), summary.id);
}

// "41~01234567-…": mentions and id of the last concept of a page.
Result<std::optional<ConceptSummary>> after_of(const std::optional<std::string>& cursor) {
  if (!cursor) return std::nullopt;
  const auto bad =
      fail(ErrorCode::invalid_argument, "cursor: not one that a page of concepts gave; leave it out to begin anew");
  const auto separator = cursor->find('~');
  if (separator == std::string::npos) return bad;
  const auto id = MemoryId::parse(std::string_view(*cursor).substr(separator + 1));
  if (!id) return bad;
  ConceptSummary last{.id = *id, .name = {}, .project = {}};
  const char* end = cursor->data() + separator;
  const auto [stop, code] = std::from_chars(cursor->data(), end, last.mentions);
  if (code != std::errc() || stop != end) return bad;
  return last;
}

bool is_asked(const std::optional<std::string>& project, const ProjectSet& seen, const std::string& name) {
  return seen.contains(name) && (!project || *project == name);
}

const Concept* find_concept(const ProjectConcepts& concepts, const MemoryId& id) {
  const auto found = std::ranges::lower_bound(concepts.concepts, id, {}, &Concept::id);
  return found != concepts.concepts.end() && found->id == id ? &*found : nullptr;
}

std::optional<MemoryDetail> concept_detail(const RecallView& view, const MemoryId& id, const ProjectSet& seen) {
  if (!view.concepts) return std::nullopt;
  for (const auto& [project, concepts] : view.concepts->projects) {
    if (!seen.contains(project)) continue;
    const Concept* one = find_concept(*concepts, id);
    if (one == nullptr) continue;
    auto mentions = active_mentions(*view.catalog, *one);
    if (mentions.empty()) return std::nullopt;
    MemoryDetail detail{.listed = {.memory = {.id = id, .level = Level::concept_, .type = MemoryType::concept_},
                                   .meeting_title = {},
                                   .project = project,
                                   .started_at = {}}};
    Memory& memory = detail.listed.memory;
    memory.text = one->name;
    ConceptMentions counted{.mentions = static_cast<std::uint32_t>(mentions.size()),
                            .meetings = distinct_meetings(mentions)};
    if (counted.meetings == 1) {
      memory.meeting = mentions.front().meeting->id;
      detail.listed.meeting_title = mentions.front().meeting->title;
    }
    std::ranges::sort(mentions, {}, newest_first);
    for (const Mentioned& one_of : mentions) {
      const CatalogMemory& where = one_of.meeting->memories[one_of.ordinal - one_of.meeting->first];
      memory.importance = std::max(memory.importance, where.importance);
      if (counted.foremost.size() < kConceptMentions) counted.foremost.push_back({where.id, one_of.meeting->id});
    }
    detail.mentions = std::move(counted);
    return detail;
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<ListedMemory>> Engine::Impl::stored(const MemoryId& id, const ProjectSet& seen) const {
  auto found = store_->memories(std::array{id}, false);
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return std::nullopt;
  auto meeting = store_->meeting(found->front().meeting);
  if (!meeting) return std::unexpected(meeting.error());
  if (!*meeting || !seen.contains((*meeting)->meeting.project))
    return fail(ErrorCode::not_found, "no memory " + id.text());
  Meeting& where = (*meeting)->meeting;
  return ListedMemory{.memory = std::move(found->front()),
                      .meeting_title = std::move(where.title),
                      .project = std::move(where.project),
                      .started_at = where.started_at};
}

Result<MemoryDetail> Engine::Impl::concept_page(const MemoryId& id, const ProjectSet& seen) const {
  auto detail = concept_detail(*view(), id, seen);
  return detail ? Result<MemoryDetail>(std::move(*detail)) : fail(ErrorCode::not_found, "no memory " + id.text());
}

Result<ListedMemory> Engine::Impl::listed(const MemoryId& id, const ProjectSet& seen) const {
  auto found = stored(id, seen);
  if (!found) return std::unexpected(found.error());
  if (*found) return std::move(**found);
  return concept_page(id, seen).transform([](MemoryDetail&& detail) { return std::move(detail.listed); });
}

Result<MemoryDetail> Engine::Impl::memory(const MemoryId& id, const ProjectSet& seen) const {
  auto found = stored(id, seen);
  if (!found) return std::unexpected(found.error());
  if (!*found) return concept_page(id, seen);
  MemoryDetail detail{.listed = std::move(**found)};
  auto extracted = store_->extracted(id);
  if (!extracted) return std::unexpected(extracted.error());
  detail.extracted = *extracted;
  auto connections = store_->connections_of(id);
  if (!connections) return std::unexpected(connections.error());
  detail.connections = std::move(*connections);
  auto neighbours = store_->neighbours(id, kNeighbours);
  if (!neighbours) return std::unexpected(neighbours.error());
  for (Memory& memory : *neighbours) {
    const bool earlier = memory.position < detail.listed.memory.position;
    (earlier ? detail.before : detail.after).push_back(std::move(memory));
  }
  auto declared = mentioned_in(detail.listed);
  if (!declared) return std::unexpected(declared.error());
  detail.declared = std::move(*declared);
  return detail;
}

Result<std::vector<std::string>> Engine::Impl::names_like(const std::vector<std::string>& names,
                                                          const MemoryFilter& filter) const {
  std::vector<std::string> shown;
  for (const MeetingId& id : filter.meetings) {  // as a question's filter has it: who is there
    const auto summary = store_->meeting(id);
    if (!summary) return std::unexpected(summary.error());
    if (*summary)
      shown.insert(shown.end(), (*summary)->meeting.participants.begin(), (*summary)->meeting.participants.end());
  }
  if (!filter.meetings.empty()) return names_meant(names, shown);
  for (const auto& project : filter.projects.asked(filter.project)) {
    const auto speakers = store_->speakers(project);
    if (!speakers) return std::unexpected(speakers.error());
    for (const SpeakerSummary& speaker : *speakers) shown.push_back(speaker.name);
  }
  return names_meant(names, shown);
}

Result<MemoryPage> Engine::Impl::list(MemoryQuery query) const {
  if (!query.filter.speakers.empty()) {
    auto speakers = names_like(query.filter.speakers, query.filter);
    if (!speakers) return std::unexpected(speakers.error());
    if (speakers->empty()) return MemoryPage{};
    query.filter.speakers = std::move(*speakers);
  }
  if (!query.task.owners.empty()) {
    const auto owners = names_like(query.task.owners, query.filter);
    if (!owners) return std::unexpected(owners.error());
    // Beside the name as given: who was invited and said nothing is no speaker, but may own what others promised.
    query.task.owners.insert(query.task.owners.end(), owners->begin(), owners->end());
  }
  return store_->list(query);
}

Result<ConceptPage> Engine::Impl::concepts(const ConceptQuery& query) const {
  const auto after = after_of(query.cursor);
  if (!after) return std::unexpected(after.error());
  const auto current = view();
  ConceptPage page;
  if (!current->concepts) return page;
  for (const auto& [project, concepts] : current->concepts->projects) {
    if (!is_asked(query.project, query.projects, project)) continue;
    for (const Concept& one : concepts->concepts) {
      const auto mentions = active_mentions(*current->catalog, one);
      if (mentions.empty()) continue;
      ConceptSummary summary{.id = one.id,
                             .name = one.name,
                             .project = project,
                             .mentions = static_cast<std::uint32_t>(mentions.size()),
                             .meetings = distinct_meetings(mentions),
                             .contexts = one.contexts};
      if (!*after || place_of(summary) > place_of(**after)) page.concepts.push_back(std::move(summary));
    }
  }
  const auto limit = std::clamp<std::size_t>(query.limit, 1, kConceptPageLimit);
  std::ranges::sort(page.concepts, {}, place_of);
  if (page.concepts.size() <= limit) return page;
  page.concepts.resize(limit);
  page.next = std::to_string(page.concepts.back().mentions) + "~" + page.concepts.back().id.text();
  return page;
}

}  // namespace hebb
