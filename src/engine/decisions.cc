// The decisions of each project as chains: read from the view and the store, planned by consolidate/.
#include "engine/decisions.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "engine/engine_impl.h"
#include "engine/listing.h"

namespace hebb {
namespace {

struct CataloguedDecision {
  const CatalogMeeting* meeting = nullptr;
  Ordinal ordinal = 0;

  const CatalogMemory& memory() const { return meeting->memories[ordinal - meeting->first]; }
};
using DecisionsByProject = std::map<std::string, std::vector<CataloguedDecision>>;

// The newest of a project, the last said of a meeting before those said first.
void keep_compared(std::vector<CataloguedDecision>& decisions) {
  if (decisions.size() <= kComparedDecisions) return;
  std::ranges::sort(decisions, {}, [](const CataloguedDecision& one) {
    return std::tuple(meeting_place(one.meeting->started_at, one.meeting->id),
                      -static_cast<std::int64_t>(one.memory().position));
  });
  decisions.resize(kComparedDecisions);
}

DecisionsByProject decisions_in(const Catalog& catalog, const MemoryFilter& filter) {
  DecisionsByProject found;
  for (const CatalogMeeting* meeting : catalog.meetings_in(filter)) {
    for (Ordinal i = 0; i < meeting->memories.size(); ++i) {
      const CatalogMemory& memory = meeting->memories[i];
      const bool active = memory.level == Level::episode && memory.state == MemoryState::active;
      if (active && memory.type == MemoryType::decision)
        found[meeting->project].push_back({meeting, meeting->first + i});
    }
  }
  return found;
}

// Where the page before ended: the cursor of a memory and behind it the project's name.
struct DecisionCursor {
  MemoryCursor last;
  std::string project;

  std::string text() const { return last.text() + "~" + project; }

  static Result<DecisionCursor> parse(const std::string& text) {
    std::size_t end = 0;
    for (int separators = 0; separators < 4 && end != std::string::npos; ++separators)
      end = text.find('~', separators == 0 ? 0 : end + 1);
    const auto last = MemoryCursor::parse(std::string_view(text).substr(0, end));
    if (end == std::string::npos || !last)
      return fail(ErrorCode::invalid_argument,
                  "cursor: not one that a page of decisions gave; leave it out to begin anew");
    return DecisionCursor{.last = *last, .project = text.substr(end + 1)};
  }

  bool comes_before(const CataloguedDecision& one) const {
    return std::tuple(meeting_place(last.meeting.started_at, last.meeting.id), last.position) <
           std::tuple(meeting_place(one.meeting->started_at, one.meeting->id), one.memory().position);
  }
};

// The decisions of one project with their texts and vectors.
struct ReadDecisions {
  std::unordered_map<MemoryId, CataloguedDecision> catalogued;
  std::unordered_map<MemoryId, Memory> memories;
  std::vector<DecisionChain> chains;
};

Result<ReadDecisions> read_decisions(const MemoryStore& store, std::vector<CataloguedDecision> decisions) {
  keep_compared(decisions);
  ReadDecisions read;
  std::vector<MemoryId> ids;
  for (const CataloguedDecision& one : decisions) {
    ids.push_back(one.memory().id);
    read.catalogued.emplace(ids.back(), one);
  }
  auto memories = store.memories(ids, true);  // what was erased since the view is not there
  if (!memories) return std::unexpected(memories.error());
  std::vector<StatedDecision> stated;
  stated.reserve(memories->size());
  for (const Memory& memory : *memories) {
    stated.push_back({.id = memory.id,
                      .meeting = memory.meeting,
                      .started_at = read.catalogued.at(memory.id).meeting->started_at,
                      .position = memory.position,
                      .text = memory.text,
                      .vector = memory.vector});
  }
  read.chains = decision_chains(stated);
  for (Memory& memory : *memories) {
    memory.vector = {};
    read.memories.emplace(memory.id, std::move(memory));
  }
  return read;
}

Result<std::vector<Objection>> objections_to(const MemoryStore& store, const MemoryId& id) {
  const auto connections = store.connections_of(id);
  if (!connections) return std::unexpected(connections.error());
  std::vector<Objection> objections;
  for (const Connection& connection : *connections) {
    if (connection.type != ConnectionType::contradiction || connection.to != id) continue;
    auto said = store.memories(std::array{connection.from}, false);
    if (!said) return std::unexpected(said.error());
    for (Memory& memory : *said) {
      if (memory.state == MemoryState::active) objections.push_back({std::move(memory), connection.reason});
    }
  }
  std::ranges::sort(objections, {},
                    [](const Objection& one) { return std::tuple(one.memory.position, one.memory.id); });
  return objections;
}

ListedMemory listed_of(const ReadDecisions& read, const MemoryId& id) {
  return listed_of(*read.catalogued.at(id).meeting, read.memories.at(id));
}

Result<DecisionHistory> history_of(const MemoryStore& store, const ReadDecisions& read, const DecisionChain& chain) {
  DecisionHistory history;
  for (std::size_t i = 0; i < chain.decisions.size(); ++i) {
    ListedDecision one{.listed = listed_of(read, chain.decisions[i])};
    auto objections = objections_to(store, chain.decisions[i]);
    if (!objections) return std::unexpected(objections.error());
    one.objections = std::move(*objections);
    if (i < chain.links.size()) one.supersedes = chain.links[i];
    history.decisions.push_back(std::move(one));
  }
  return history;
}

bool is_disputed(const DecisionHistory& history) {
  return std::ranges::any_of(history.decisions, [](const ListedDecision& one) {
    return !one.objections.empty() || (one.supersedes && !one.supersedes->differences.empty());
  });
}

// Fills one page, project by project.
class DecisionPages {
 public:
  DecisionPages(const MemoryStore& store, const DecisionQuery& query, const Scope& shown,
                std::optional<DecisionCursor> after)
      : store_(store),
        query_(query),
        shown_(shown),
        after_(std::move(after)),
        limit_(std::clamp<std::size_t>(query.limit, 1, kDecisionPageLimit)) {}

  // False: the page is full.
  Result<bool> add(const std::string& project, const std::vector<CataloguedDecision>& decisions) {
    if (after_ && project < after_->project) return true;
    if (std::ranges::none_of(decisions, [&](const CataloguedDecision& one) { return is_shown(one); })) return true;
    const auto read = read_decisions(store_, decisions);
    if (!read) return std::unexpected(read.error());
    for (const DecisionChain& chain : read->chains) {
      const CataloguedDecision& head = read->catalogued.at(chain.decisions.front());
      if (!is_shown(head) || (after_ && project == after_->project && !after_->comes_before(head))) continue;
      auto history = history_of(store_, *read, chain);
      if (!history) return std::unexpected(history.error());
      if (query_.disputed && !is_disputed(*history)) continue;
      if (page_.histories.size() == limit_) {
        const ListedMemory& last = page_.histories.back().decisions.front().listed;
        page_.next = DecisionCursor{cursor_after(last), last.project}.text();
        return false;
      }
      page_.histories.push_back(std::move(*history));
    }
    return true;
  }

  void leave_out(std::size_t decisions) { page_.left_out += decisions; }
  DecisionPage take() { return std::move(page_); }

 private:
  bool is_shown(const CataloguedDecision& one) const { return shown_.shows(one.ordinal); }

  const MemoryStore& store_;
  const DecisionQuery& query_;
  const Scope& shown_;
  std::optional<DecisionCursor> after_;
  std::size_t limit_;
  DecisionPage page_;
};

}  // namespace

Result<DecisionLinks> Engine::Impl::links_of(const Memory& decision, const std::string& project) const {
  DecisionLinks links;
  if (decision.type != MemoryType::decision || decision.state != MemoryState::active) return links;
  const auto catalog = this->catalog();
  auto by_project = decisions_in(*catalog, {.project = project});
  const auto read = read_decisions(*store_, std::move(by_project[project]));
  if (!read) return std::unexpected(read.error());
  for (const DecisionChain& chain : read->chains) {
    const auto place =
        static_cast<std::size_t>(std::ranges::find(chain.decisions, decision.id) - chain.decisions.begin());
    if (place == chain.decisions.size()) continue;
    if (place + 1 < chain.decisions.size())
      links.supersedes = {listed_of(*read, chain.decisions[place + 1]), chain.links[place]};
    if (place > 0) links.superseded_by = {listed_of(*read, chain.decisions[place - 1]), chain.links[place - 1]};
  }
  return links;
}

Result<DecisionPage> Engine::Impl::decisions(const DecisionQuery& query) const {
  std::optional<DecisionCursor> after;
  if (query.cursor) {
    auto parsed = DecisionCursor::parse(*query.cursor);
    if (!parsed) return std::unexpected(parsed.error());
    after = std::move(*parsed);
  }
  const auto catalog = this->catalog();
  MemoryFilter filter{.project = query.project, .projects = query.projects};
  const auto by_project = decisions_in(*catalog, filter);
  filter.speakers = query.speakers;
  filter.since = query.since;
  filter.until = query.until;
  const Scope shown = catalog->scope(filter, Level::episode);
  DecisionPages pages(*store_, query, shown, std::move(after));
  for (const auto& [project, decisions] : by_project)
    pages.leave_out(decisions.size() - std::min(decisions.size(), kComparedDecisions));
  for (const auto& [project, decisions] : by_project) {
    const auto more = pages.add(project, decisions);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
  }
  return pages.take();
}

}  // namespace hebb
