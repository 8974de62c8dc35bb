#include "store/reference_store.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "store/reference_accesses.h"
#include "store/reference_patterns.h"

namespace hebb {
namespace {

struct Kept {
  MeetingRecord put;                         // as it came
  std::map<std::string, std::string> shown;  // name as imported -> as shown, where they differ
  MeetingSummary summary;
  std::vector<Turn> turns;
  std::vector<Memory> memories;
};

using ConnectionKey = std::tuple<MemoryId, MemoryId, ConnectionType>;

std::vector<std::string> distinct(const std::vector<std::string>& names) {
  std::vector<std::string> kept;
  for (const std::string& name : names) {
    if (std::ranges::find(kept, name) == kept.end()) kept.push_back(name);
  }
  return kept;
}

auto place_of(const Memory& memory) {
  return std::pair(-static_cast<int>(memory.level), memory.position);
}

auto page_place(const MeetingSummary& summary) {
  const auto& start = summary.meeting.started_at;
  return std::tuple(!start.has_value(), start ? -start->time_since_epoch().count() : 0, summary.meeting.id);
}

auto list_place(const ListedMemory& listed) {
  const auto& start = listed.started_at;
  return std::tuple(!start.has_value(), start ? -start->time_since_epoch().count() : 0, listed.memory.meeting,
                    -static_cast<int>(listed.memory.level), listed.memory.position);
}

bool passes(const MemoryFilter& filter, const ListedMemory& listed) {
  const Memory& memory = listed.memory;
  const auto among = [](const auto& list, const auto& one) { return list.empty() || std::ranges::contains(list, one); };
  if (filter.project && *filter.project != listed.project) return false;
  if (!filter.projects.contains(listed.project) || !among(filter.meetings, memory.meeting)) return false;
  if (!filter.speakers.empty() && !(memory.speaker && among(filter.speakers, *memory.speaker))) return false;
  if (!among(filter.types, memory.type) || !among(filter.levels, memory.level)) return false;
  if (!filter.include_archived && memory.state == MemoryState::archived) return false;
  if (filter.min_importance && memory.importance < *filter.min_importance) return false;
  if (!filter.since && !filter.until) return true;
  if (!listed.started_at) return false;
  const Instant moment = *listed.started_at + std::max(memory.start.value_or(Milliseconds(0)), Milliseconds(0));
  return (!filter.since || moment >= *filter.since) && (!filter.until || moment < *filter.until);
}

bool passes(const TaskFilter& filter, const Memory& memory) {
  if (!filter.is_set()) return true;
  if (memory.type != MemoryType::action) return false;
  const Task& task = memory.task;
  if (filter.status && task.status.value_or(TaskStatus::open) != *filter.status) return false;
  if (filter.unassigned && task.owner) return false;
  if (!filter.owners.empty() && !(task.owner && std::ranges::contains(filter.owners, *task.owner))) return false;
  return !filter.due_by || (task.due && *task.due <= *filter.due_by);
}

Extracted extracted_of(const Memory& memory, Instant now) {
  return {.type = memory.type,
          .type_confidence = memory.type_confidence,
          .importance = memory.importance,
          .state = memory.state,
          .task = memory.task,
          .corrected_at = now};
}

void rename_in(std::optional<std::string>& name, const std::string& from, const std::string& to, bool& found) {
  if (name != from) return;
  name = to;
  found = true;
}

void note_renamed(Kept& kept, const std::string& from, const std::string& to) {
  std::set<std::string> imported(kept.put.meeting.participants.begin(), kept.put.meeting.participants.end());
  for (const Turn& turn : kept.put.turns) {
    if (turn.speaker) imported.insert(*turn.speaker);
  }
  for (const Memory& memory : kept.put.memories) {
    if (memory.speaker) imported.insert(*memory.speaker);
  }
  for (const std::string& name : imported) {
    const auto now = kept.shown.contains(name) ? kept.shown.at(name) : name;
    if (now != from) continue;
    kept.shown[name] = to;
    if (name == to) kept.shown.erase(name);
  }
}

// As imported, of a name that is shown; the first that was.
std::string imported_of(const Kept& kept, const std::string& shown) {
  const auto bears = [&](const std::string& name) {
    const auto renamed = kept.shown.find(name);
    return (renamed == kept.shown.end() ? name : renamed->second) == shown;
  };
  for (const std::string& name : kept.put.meeting.participants) {
    if (bears(name)) return name;
  }
  for (const Turn& turn : kept.put.turns) {
    if (turn.speaker && bears(*turn.speaker)) return *turn.speaker;
  }
  return shown;
}

std::set<std::string> people_of(const Kept& kept) {
  std::set<std::string> people(kept.summary.meeting.participants.begin(), kept.summary.meeting.participants.end());
  for (const Turn& turn : kept.turns) {
    if (turn.speaker) people.insert(*turn.speaker);
  }
  for (const Memory& memory : kept.memories) {
    if (memory.speaker) people.insert(*memory.speaker);
  }
  return people;
}

// Every owner that a correction names: the one that a person gave, and the extracted one.
template <class Change>
void change_owners(CorrectedMemory& corrected, Change&& change) {
  if (corrected.by_hand.owner && *corrected.by_hand.owner) change(*corrected.by_hand.owner);
  if (corrected.extracted.task.owner) change(corrected.extracted.task.owner);
}

class ReferenceStore final : public MemoryStore {
 public:
  Result<PutOutcome> put_meeting(const MeetingRecord& record, Instant now) override {
    check_record(record);
    if (const auto known = meetings_.find(record.meeting.id); known != meetings_.end()) {
      return PutOutcome{.created = false, .seq = known->second.summary.seq};
    }
    if (auto fits = fits_store(record); !fits) return std::unexpected(fits.error());

    Kept kept{.put = record,
              .shown = {},
              .summary = {.meeting = record.meeting},
              .turns = record.turns,
              .memories = record.memories};
    MeetingSummary& summary = kept.summary;
    summary.meeting.participants = distinct(record.meeting.participants);
    summary.turns = static_cast<std::uint32_t>(record.turns.size());
    for (const Memory& memory : record.memories) ++summary.memories.at(static_cast<std::size_t>(memory.level));
    summary.duration = duration_of(record.turns);
    summary.created_at = now;
    summary.seq = log(Change::Kind::meeting_added, record.meeting.id, record.meeting.project);
    std::ranges::sort(kept.memories, {}, place_of);
    meetings_.emplace(record.meeting.id, std::move(kept));
    for (const Connection& c : record.connections) connections_.emplace(ConnectionKey(c.from, c.to, c.type), c);
    return PutOutcome{.created = true, .seq = seq_};
  }

  Result<PutOutcome> put_record(const StoredRecord& stored) override {
    auto outcome = put_meeting(stored.record, stored.created_at);
    if (!outcome || !outcome->created) return outcome;
    Kept& kept = meetings_.at(stored.record.meeting.id);
    const auto show = [&](std::string& name) {
      const auto renamed = stored.renamed.find(name);
      if (renamed != stored.renamed.end()) name = renamed->second;
    };
    for (Turn& turn : kept.turns) {
      if (turn.speaker) show(*turn.speaker);
    }
    for (Memory& memory : kept.memories) {
      if (memory.speaker) show(*memory.speaker);
      if (memory.task.owner) show(*memory.task.owner);
    }
    std::ranges::for_each(kept.summary.meeting.participants, show);
    kept.summary.meeting.participants = distinct(kept.summary.meeting.participants);
    kept.shown = stored.renamed;
    for (Memory& memory : kept.put.memories) {
      const auto corrected = stored.corrected.find(memory.id);
      if (corrected == stored.corrected.end()) continue;
      CorrectedMemory{.by_hand = {}, .extracted = corrected->second.extracted}.show_in(memory);
      CorrectedMemory shown = corrected->second;
      change_owners(shown, [&](std::optional<std::string>& owner) { show(*owner); });
      corrected_.emplace(memory.id, std::move(shown));
    }
    return outcome;
  }

  Result<EraseCounts> erase_meetings(std::span<const MeetingId> meetings, bool dry_run) override {
    if (dry_run) {
      ReferenceStore copy = *this;
      auto counts = copy.erase_meetings(meetings, false);
      if (counts) counts->seq = seq_;
      return counts;
    }
    EraseCounts counts;
    std::set<std::string> projects;
    for (const MeetingId& id : meetings) {
      const auto known = meetings_.find(id);
      if (known == meetings_.end()) continue;
      projects.insert(known->second.summary.meeting.project);
      ++counts.meetings;
      counts.turns += known->second.turns.size();
      counts.memories += known->second.memories.size();
      counts.vectors += known->second.memories.size();
      for (const Memory& memory : known->second.memories) {
        counts.connections += forget(memory.id);
        corrected_.erase(memory.id);
        patterns_.forget(memory.id);
        accesses_.forget(memory.id);
      }
      meetings_.erase(known);
      counts.erased.push_back(id);
      std::erase_if(changes_, [&](const Change& change) { return change.meeting == id; });
      log(Change::Kind::meeting_erased, id, "");
    }
    forget_empty_projects();
    for (const std::string& project : projects) {
      if (!has_meetings(project)) declarations_.erase(project);
    }
    counts.seq = seq_;
    return counts;
  }

  Result<Seq> rename_speaker(const std::string& project, const std::string& from, const std::string& to) override {
    if (to.empty()) return fail(ErrorCode::invalid_argument, "to is empty");
    bool found = false;
    for (auto& [id, kept] : meetings_) {
      Meeting& meeting = kept.summary.meeting;
      if (meeting.project != project) continue;
      note_renamed(kept, from, to);
      for (Turn& turn : kept.turns) rename_in(turn.speaker, from, to, found);
      for (Memory& memory : kept.memories) {
        rename_in(memory.speaker, from, to, found);
        rename_in(memory.task.owner, from, to, found);
        const auto corrected = corrected_.find(memory.id);
        if (corrected == corrected_.end()) continue;
        change_owners(corrected->second, [&](auto& owner) { rename_in(owner, from, to, found); });
      }
      for (std::string& name : meeting.participants) {
        if (name == from) found = true, name = to;
      }
      meeting.participants = distinct(meeting.participants);
    }
    if (!found) return fail(ErrorCode::not_found, "nobody of that name");
    return from == to ? seq_ : log(Change::Kind::speaker_renamed, {}, project);
  }

  Result<Seq> edit_meeting(const MeetingId& id, const MeetingEdit& edit) override {
    if (edit.title == "" || edit.project == "") return fail(ErrorCode::invalid_argument, "empty");
    const auto known = meetings_.find(id);
    if (known == meetings_.end()) return fail(ErrorCode::not_found, "no such meeting");
    Meeting& meeting = known->second.summary.meeting;
    const bool moved = edit.project && *edit.project != meeting.project;
    const bool dated = edit.started_at && edit.started_at != meeting.started_at;
    if (!moved && !dated && (!edit.title || *edit.title == meeting.title)) return seq_;
    if (dated) {
      meeting.started_at = edit.started_at;
      meeting.date_source = DateSource::given;
    }
    meeting.title = edit.title.value_or(meeting.title);
    if (moved) move(known->second, *edit.project);
    return changed(id);
  }

  Result<Seq> edit_and_renew_meeting(const MeetingId& id, const MeetingEdit& edit, const MeetingRecord& anew) override {
    ReferenceStore copy = *this;
    const auto edited = copy.edit_meeting(id, edit);
    if (!edited || *edited == seq_) return edited;
    auto renewed = copy.renew_meeting(anew);
    if (renewed) *this = std::move(copy);
    return renewed;
  }

  Result<Seq> correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now) override {
    Memory* memory = find(id);
    if (memory == nullptr) return fail(ErrorCode::not_found, "no such memory");
    if (correction.owner && *correction.owner && !people_of(meetings_.at(memory->meeting)).contains(**correction.owner))
      return fail(ErrorCode::invalid_argument, "owner is nobody there");
    bool differs = false;
    if (const auto known = corrected_.find(id); correction.revert && known != corrected_.end()) {
      CorrectedMemory{.by_hand = {}, .extracted = known->second.extracted}.show_in(*memory);
      accesses_.show_in(*memory);
      corrected_.erase(known);
      differs = true;
    }
    if (correction.says_anything()) {
      const auto [entry, added] = corrected_.try_emplace(id, CorrectedMemory{{}, extracted_of(*memory, now)});
      if (added && accesses_.has_faded(id)) entry->second.extracted.state = MemoryState::active;
      if (correction.state) accesses_.restore(id);
      MemoryCorrection& by_hand = entry->second.by_hand;
      const auto set = [&](auto& old, const auto& given) {
        if (!given || old == given) return false;
        old = given;
        return true;
      };
      const bool type = set(by_hand.type, correction.type);
      const bool importance = set(by_hand.importance, correction.importance);
      const bool owner = set(by_hand.owner, correction.owner);
      const bool due = set(by_hand.due, correction.due);
      const bool status = set(by_hand.status, correction.status);
      if (set(by_hand.state, correction.state) || type || importance || owner || due || status || added) {
        entry->second.extracted.corrected_at = now;
        entry->second.show_in(*memory);
        accesses_.show_in(*memory);
        differs = true;
      }
    }
    return differs ? changed(memory->meeting) : seq_;
  }

  Result<EraseCounts> reduce_meetings(std::span<const MeetingRecord> remains, bool dry_run) override {
    if (dry_run) {
      ReferenceStore copy = *this;
      auto counts = copy.reduce_meetings(remains, false);
      if (counts) counts->seq = seq_;
      return counts;
    }
    EraseCounts counts;
    for (const MeetingRecord& record : remains) {
      check_record(record);
      const auto known = meetings_.find(record.meeting.id);
      if (known == meetings_.end()) continue;
      reduce(known->second, record, counts, true);
      counts.reduced.push_back(record.meeting.id);
      changed(record.meeting.id);
    }
    counts.seq = seq_;
    return counts;
  }

  Result<Seq> renew_meeting(const MeetingRecord& anew) override {
    check_record(anew);
    const auto known = meetings_.find(anew.meeting.id);
    if (known == meetings_.end()) return fail(ErrorCode::not_found, "no such meeting");
    const auto& before = known->second.memories;
    if (!corrections_anew(corrected_in(before), before, anew, false).lost.empty())
      return fail(ErrorCode::conflict, "a corrected memory would be lost");
    EraseCounts counts;
    reduce(known->second, anew, counts, false);
    return changed(anew.meeting.id);
  }

  Result<Seq> put_consolidation(const std::string& project, std::span<const Pattern> patterns, Seq state,
                                Instant now) override {
    const auto is_of_it = [&](const Change& change) { return change.seq > state && change.project == project; };
    if (state > seq_ || std::ranges::any_of(changes_, is_of_it)) return fail(ErrorCode::conflict, "another state");
    if (!has_meetings(project)) return fail(ErrorCode::not_found, "no such project");
    for (const Pattern& pattern : patterns) {
      for (const MemoryId& id : pattern.members) {
        const Memory* memory = find(id);
        if (memory == nullptr || meetings_.at(memory->meeting).summary.meeting.project != project)
          return fail(ErrorCode::not_found, "no such memory");
      }
    }
    if (patterns_.put(project, {patterns.begin(), patterns.end()}, now)) state = consolidated(project);
    return patterns_.last(project)->seq = state;
  }
  Result<Seq> undo_consolidation(const std::string& project) override {
    if (!patterns_.undo(project)) return fail(ErrorCode::not_found, "nothing to undo");
    patterns_.last(project)->seq = consolidated(project);
    return seq_;
  }
  Result<std::optional<Consolidation>> consolidation(const std::string& project) const override {
    const auto* last = patterns_.last(project);
    return last == nullptr ? std::nullopt : std::optional(*last);
  }
  Result<std::optional<Pattern>> pattern_of(const MemoryId& memory) const override {
    const Memory* known = find(memory);
    if (known == nullptr) return std::nullopt;
    const auto* last = patterns_.last(meetings_.at(known->meeting).summary.meeting.project);
    if (last == nullptr) return std::nullopt;
    const auto has = [&](const Pattern& pattern) { return std::ranges::contains(pattern.members, memory); };
    const auto found = std::ranges::find_if(last->patterns, has);
    return found == last->patterns.end() ? std::nullopt : std::optional(*found);
  }

  Result<void> put_accesses(std::span<const MemoryAccess> accesses) override {
    for (const MemoryAccess& access : accesses) {
      if (find(access.memory) != nullptr) accesses_.put(access);
    }
    return {};
  }
  Result<FadeOutcome> fade(std::span<const MemoryAccess> accesses, Instant now, bool dry_run) override {
    if (dry_run) {
      ReferenceStore copy = *this;
      auto outcome = copy.fade(accesses, now, false);
      if (outcome) outcome->seq = seq_;
      return outcome;
    }
    const auto may_fade = [&](const Memory& memory) {
      const auto corrected = corrected_.find(memory.id);
      return memory.state == MemoryState::active && (corrected == corrected_.end() || !corrected->second.by_hand.state);
    };
    return change_each(accesses, may_fade, [&](Memory& memory) {
      accesses_.fade(memory.id, now);
      memory.state = MemoryState::archived;
    });
  }
  Result<FadeOutcome> restore_faded(std::span<const MemoryAccess> accesses) override {
    const auto has_faded = [&](const Memory& memory) { return accesses_.has_faded(memory.id); };
    return change_each(accesses, has_faded, [&](Memory& memory) {
      accesses_.restore(memory.id);
      memory.state = MemoryState::active;
    });
  }
  Result<std::vector<MemoryAccess>> accesses(std::span<const MemoryId> ids) const override {
    std::vector<MemoryAccess> found;
    for (const MemoryId& id : ids) {
      if (const auto access = accesses_.of(id)) found.push_back(*access);
    }
    return found;
  }
  Result<std::optional<Instant>> last_moment() const override {
    auto last = accesses_.last();
    for (const auto& [id, kept] : meetings_) last = std::max(last, std::optional(kept.summary.created_at));
    return last;
  }
  Result<std::vector<MeetingId>> faded(const std::string& project) const override {
    std::vector<MeetingId> found;
    for (const auto& [id, kept] : meetings_) {
      const auto has_faded = [&](const Memory& memory) { return accesses_.has_faded(memory.id); };
      if (kept.summary.meeting.project == project && std::ranges::any_of(kept.memories, has_faded)) found.push_back(id);
    }
    return found;
  }

  Result<DeclarationOutcome> put_declaration(const std::string& project, const Declaration& declaration) override {
    if (!declaration.empty() && !has_meetings(project)) return fail(ErrorCode::not_found, "no such project");
    declarations_[project] = declaration;
    return DeclarationOutcome();
  }
  Result<Declaration> declaration(const std::string& project) const override {
    const auto known = declarations_.find(project);
    return known == declarations_.end() ? Declaration() : known->second;
  }

  Result<void> put_probe(const EncoderProbe& probe) override {
    probe_ = probe;
    return {};
  }

  Result<void> put_snapshot_name(const UuidBytes& name) override {
    snapshot_name_ = name;
    return {};
  }

  Result<Seq> seq() const override { return seq_; }
  Result<std::optional<UuidBytes>> snapshot_name() const override { return snapshot_name_; }
  Result<std::optional<EncoderProbe>> probe() const override { return probe_; }
  Result<bool> has_meeting(const MeetingId& id) const override { return meetings_.contains(id); }
  Result<std::optional<std::string>> project_of(const MeetingId& id) const override {
    const auto known = meetings_.find(id);
    return known == meetings_.end() ? std::nullopt : std::optional(known->second.summary.meeting.project);
  }
  Result<std::optional<MeetingSummary>> meeting(const MeetingId& id) const override {
    const auto known = meetings_.find(id);
    return known == meetings_.end() ? std::nullopt : std::optional(known->second.summary);
  }

  Result<std::optional<StoredRecord>> record(const MeetingId& id) const override {
    const auto known = meetings_.find(id);
    if (known == meetings_.end()) return std::nullopt;
    const Kept& kept = known->second;
    StoredRecord stored{
        .record = kept.put, .renamed = kept.shown, .corrected = {}, .created_at = kept.summary.created_at};
    for (Memory& memory : stored.record.memories) {
      const auto corrected = corrected_.find(memory.id);
      if (corrected == corrected_.end()) continue;
      CorrectedMemory imported = corrected->second;
      change_owners(imported, [&](auto& owner) { owner = imported_of(kept, *owner); });
      imported.show_in(memory);
      stored.corrected.emplace(memory.id, std::move(imported));
    }
    stored.record.meeting.participants = distinct(kept.put.meeting.participants);
    std::ranges::sort(stored.record.memories, {}, place_of);
    for (std::size_t i = 0; i < kept.memories.size(); ++i) stored.record.memories[i].parent = kept.memories[i].parent;
    stored.record.connections = *connections_from(id);
    return stored;
  }
  Result<MeetingPage> meetings(const MeetingQuery& query) const override {
    std::optional<MeetingSummary> after;
    if (query.cursor) {
      const auto cursor = MeetingCursor::parse(*query.cursor);
      if (!cursor) return std::unexpected(cursor.error());
      after = MeetingSummary{.meeting = {.id = cursor->id, .started_at = cursor->started_at}};
    }
    std::vector<MeetingSummary> found;
    for (const auto& [id, kept] : meetings_) {
      const std::string& project = kept.summary.meeting.project;
      if (!query.projects.contains(project) || (query.project && project != *query.project)) continue;
      if (!after || page_place(kept.summary) > page_place(*after)) found.push_back(kept.summary);
    }
    std::ranges::sort(found, {}, page_place);
    const auto limit = std::clamp<std::size_t>(query.limit, 1, kMeetingPageLimit);
    MeetingPage page{.meetings = found, .next = {}};
    if (found.size() > limit) {
      page.meetings.resize(limit);
      const Meeting& last = page.meetings.back().meeting;
      page.next = MeetingCursor{.started_at = last.started_at, .id = last.id}.text();
    }
    return page;
  }

  Result<std::vector<Turn>> turns(const MeetingId& id, std::uint32_t first, std::uint32_t last) const override {
    std::vector<Turn> found;
    const auto known = meetings_.find(id);
    if (known == meetings_.end()) return found;
    for (const Turn& turn : known->second.turns) {
      if (turn.number >= first && turn.number <= last) found.push_back(turn);
    }
    return found;
  }

  Result<std::vector<Memory>> memories(std::span<const MemoryId> ids, bool with_vectors) const override {
    std::vector<Memory> found;
    for (const MemoryId& id : ids) {
      if (const Memory* memory = find(id)) found.push_back(*memory);
    }
    return without_vectors(std::move(found), with_vectors);
  }
  Result<MemoryPage> list(const MemoryQuery& query) const override {
    std::optional<ListedMemory> after;
    if (query.cursor) {
      const auto cursor = MemoryCursor::parse(*query.cursor);
      if (!cursor) return std::unexpected(cursor.error());
      after =
          ListedMemory{.memory = {.meeting = cursor->meeting.id, .level = cursor->level, .position = cursor->position},
                       .meeting_title = {},
                       .project = {},
                       .started_at = cursor->meeting.started_at};
    }
    std::vector<ListedMemory> found;
    for (const auto& [id, kept] : meetings_) {
      const Meeting& meeting = kept.summary.meeting;
      for (const Memory& memory : without_vectors(kept.memories, false)) {
        ListedMemory listed{memory, meeting.title, meeting.project, meeting.started_at};
        if (passes(query.filter, listed) && passes(query.task, memory) &&
            (!query.unanswered || is_open_question(memory)) && (!after || list_place(listed) > list_place(*after)))
          found.push_back(std::move(listed));
      }
    }
    std::ranges::sort(found, {}, list_place);
    const auto limit = std::clamp<std::size_t>(query.limit, 1, kMemoryPageLimit);
    MemoryPage page{.memories = found, .next = {}};
    if (found.size() > limit) {
      page.memories.resize(limit);
      page.next = cursor_after(page.memories.back()).text();
    }
    return page;
  }
  Result<std::vector<Memory>> neighbours(const MemoryId& id, std::size_t each) const override {
    std::vector<Memory> found;
    const Memory* self = find(id);
    if (self == nullptr) return found;
    std::vector<Memory> before;
    for (const Memory& memory : meetings_.at(self->meeting).memories) {
      if (memory.level != self->level || memory.id == id) continue;
      if (memory.position < self->position) before.push_back(memory);
      if (memory.position > self->position && found.size() < each) found.push_back(memory);
    }
    const auto kept = std::min(each, before.size());
    found.insert(found.begin(), before.end() - static_cast<std::ptrdiff_t>(kept), before.end());
    return without_vectors(std::move(found), false);
  }
  Result<std::optional<Extracted>> extracted(const MemoryId& id) const override {
    const auto known = corrected_.find(id);
    return known == corrected_.end() ? std::nullopt : std::optional(known->second.extracted);
  }
  Result<ProjectPage> projects(const ProjectQuery& query) const override {
    std::map<std::string, ProjectSummary> found;
    for (const auto& [id, kept] : meetings_) {
      const std::string& name = kept.summary.meeting.project;
      if (!query.projects.contains(name) || (query.cursor && name <= *query.cursor)) continue;
      ProjectSummary& summary = found[name];
      summary.project = name;
      ++summary.meetings;
      summary.turns += kept.turns.size();
      for (const Memory& memory : kept.memories) ++summary.memories.at(static_cast<std::size_t>(memory.level));
      if (const auto start = kept.summary.meeting.started_at) {
        summary.first_started_at = std::min(summary.first_started_at.value_or(*start), *start);
        summary.last_started_at = std::max(summary.last_started_at.value_or(*start), *start);
      }
    }
    ProjectPage page;
    for (auto& [name, summary] : found) {
      if (page.projects.size() == std::clamp<std::size_t>(query.limit, 1, kProjectPageLimit)) {
        page.next = page.projects.back().project;
        break;
      }
      summary.speakers = speakers(name)->size();
      page.projects.push_back(summary);
    }
    return page;
  }
  Result<std::vector<Memory>> memories_of(const MeetingId& id, bool with_vectors) const override {
    const auto known = meetings_.find(id);
    if (known == meetings_.end()) return std::vector<Memory>{};
    return without_vectors(known->second.memories, with_vectors);
  }
  Result<std::vector<Connection>> connections_of(const MemoryId& id) const override {
    return connections_if([&](const Connection& c) { return c.from == id || c.to == id; });
  }
  Result<std::vector<Connection>> connections_from(const MeetingId& id) const override {
    return connections_if([&](const Connection& c) { return find(c.from)->meeting == id; });
  }

  Result<std::vector<SpeakerSummary>> speakers(const std::optional<std::string>& project) const override {
    std::map<std::pair<std::string, std::string>, SpeakerSummary> found;
    for (const auto& [id, kept] : meetings_) {
      const std::string& place = kept.summary.meeting.project;
      if (project && place != *project) continue;
      std::set<std::string> here;
      const auto count = [&](const std::optional<std::string>& name, std::uint32_t SpeakerSummary::* field) {
        if (!name) return;
        SpeakerSummary& speaker = found[{place, *name}];
        speaker.project = place;
        speaker.name = *name;
        ++(speaker.*field);
        if (here.insert(*name).second) ++speaker.meetings;
      };
      for (const Turn& turn : kept.turns) count(turn.speaker, &SpeakerSummary::turns);
      for (const Memory& memory : kept.memories) count(memory.speaker, &SpeakerSummary::memories);
    }
    std::vector<SpeakerSummary> list;
    list.reserve(found.size());
    for (auto& [name, speaker] : found) list.push_back(std::move(speaker));
    return list;
  }

  Result<std::vector<MeetingId>> meetings_with(const std::string& name) const override {
    std::vector<MeetingId> found;
    for (const auto& [id, kept] : meetings_) {
      if (people_of(kept).contains(name)) found.push_back(id);
    }
    return found;
  }

  Result<StoreCounts> counts(const std::optional<std::string>& project) const override {
    StoreCounts counts;
    std::set<std::string> projects;
    for (const auto& [id, kept] : meetings_) {
      if (project && kept.summary.meeting.project != *project) continue;
      projects.insert(kept.summary.meeting.project);
      ++counts.meetings;
      counts.turns += kept.turns.size();
      for (const Memory& memory : kept.memories) {
        ++counts.memories.at(static_cast<std::size_t>(memory.level));
        ++counts.by_type[std::string(to_string(memory.type))];
      }
    }
    counts.projects = projects.size();
    for (const auto& [key, connection] : connections_) {
      const auto& from = meetings_.at(find(connection.from)->meeting);
      counts.connections += !project || from.summary.meeting.project == *project;
    }
    return counts;
  }

  Result<Seq> scan(const ScanParts& parts, const Visitor& visit) const override {
    std::vector<const Kept*> in_order;
    in_order.reserve(meetings_.size());
    for (const auto& [id, kept] : meetings_) in_order.push_back(&kept);
    std::ranges::sort(in_order, {}, [](const Kept* kept) { return kept->summary.seq; });
    for (const Kept* kept : in_order) {
      StoredMeeting stored{
          .summary = kept->summary, .memories = without_vectors(kept->memories, parts.vectors), .connections = {}};
      if (parts.connections) stored.connections = *connections_from(kept->summary.meeting.id);
      if (auto visited = visit(std::move(stored)); !visited) return std::unexpected(visited.error());
    }
    return seq_;
  }
  Result<std::vector<Change>> changes(Seq after, std::size_t limit) const override {
    std::vector<Change> found;
    for (const Change& change : changes_) {
      if (change.seq > after && found.size() < limit) found.push_back(change);
    }
    return found;
  }
  Result<BackupFacts> copy_to(const std::filesystem::path&, std::stop_token) const override {
    return fail(ErrorCode::unsupported, "a store without files has no copy");
  }
  Result<std::vector<std::string>> check() const override { return std::vector<std::string>{}; }
  bool traces_remain() const override { return false; }

 private:
  Result<void> fits_store(const MeetingRecord& record) const {
    const auto known = [&](const MemoryId& id) {
      if (std::ranges::find(record.memories, id, &Memory::id) != record.memories.end()) return true;
      const Memory* memory = find(id);
      return memory != nullptr && meetings_.at(memory->meeting).summary.meeting.project == record.meeting.project;
    };
    for (const Memory& memory : record.memories) {
      if (find(memory.id) != nullptr) return fail(ErrorCode::conflict, "the memory belongs to another meeting");
      if (memory.parent && !known(*memory.parent)) return fail(ErrorCode::conflict, "unknown parent");
    }
    for (const Connection& connection : record.connections) {
      if (!known(connection.from) || !known(connection.to)) return fail(ErrorCode::conflict, "unknown end");
    }
    return {};
  }

  bool has_meetings(const std::string& project) const {
    return std::ranges::any_of(meetings_,
                               [&](const auto& entry) { return entry.second.summary.meeting.project == project; });
  }

  Seq log(Change::Kind kind, const MeetingId& meeting, const std::string& project) {
    changes_.push_back({.seq = ++seq_, .kind = kind, .meeting = meeting, .project = project});
    return seq_;
  }

  // Those memories of `accesses` that `choose` takes, with their readings.
  template <class Choose, class Change>
  FadeOutcome change_each(std::span<const MemoryAccess> accesses, Choose&& choose, Change&& change) {
    FadeOutcome outcome{.meetings = {}, .memories = {}, .seq = seq_};
    for (const MemoryAccess& access : accesses) {
      Memory* memory = find(access.memory);
      if (memory == nullptr || !choose(*memory)) continue;
      accesses_.put(access);
      change(*memory);
      outcome.memories.push_back(access.memory);
      if (!std::ranges::contains(outcome.meetings, memory->meeting)) outcome.meetings.push_back(memory->meeting);
    }
    for (const MeetingId& meeting : outcome.meetings) outcome.seq = changed(meeting);
    return outcome;
  }

  Seq changed(const MeetingId& id) {
    std::erase_if(changes_, [&](const Change& change) {
      return change.meeting == id && change.kind == Change::Kind::meeting_changed;
    });
    return log(Change::Kind::meeting_changed, id, meetings_.at(id).summary.meeting.project);
  }

  void forget_empty_projects() {
    std::set<std::string> projects;
    for (const auto& [id, kept] : meetings_) projects.insert(kept.summary.meeting.project);
    std::erase_if(changes_, [&](const Change& change) {
      const bool of_project = change.kind == Change::Kind::speaker_renamed || change.kind == Change::Kind::consolidated;
      return of_project && !projects.contains(change.project);
    });
    patterns_.keep(projects);
  }

  Seq consolidated(const std::string& project) {
    std::erase_if(changes_, [&](const Change& change) {
      return change.kind == Change::Kind::consolidated && change.project == project;
    });
    return log(Change::Kind::consolidated, {}, project);
  }

  // The log names a meeting's project as it is now.
  void move(Kept& kept, const std::string& project) {
    const MeetingId& id = kept.summary.meeting.id;
    kept.summary.meeting.project = project;
    for (const Memory& memory : kept.memories) patterns_.forget(memory.id);
    std::erase_if(connections_, [&](const auto& entry) {
      return (find(entry.second.from)->meeting == id) != (find(entry.second.to)->meeting == id);
    });
    for (auto& [other, there] : meetings_) {
      for (Memory& memory : there.memories) {
        if (memory.parent && (find(*memory.parent)->meeting == id) != (other == id)) memory.parent.reset();
      }
    }
    for (Change& change : changes_) {
      if (change.meeting == id && change.kind != Change::Kind::meeting_erased) change.project = project;
    }
    forget_empty_projects();
  }

  std::map<MemoryId, CorrectedMemory> corrected_in(std::span<const Memory> memories) const {
    std::map<MemoryId, CorrectedMemory> found;
    for (const Memory& memory : memories) {
      if (const auto known = corrected_.find(memory.id); known != corrected_.end()) found.insert(*known);
    }
    return found;
  }

  void move_corrections(std::span<const Memory> before, const MeetingRecord& record, EraseCounts& counts,
                        bool reduced) {
    const auto corrected = corrected_in(before);
    const auto anew = corrections_anew(corrected, before, record, reduced);
    counts.lost_corrections += anew.lost.size();
    for (const auto& [id, correction] : corrected) corrected_.erase(id);
    for (const auto& [was, now] : anew.held) corrected_.emplace(now, corrected.at(was));
  }

  void reduce(Kept& kept, const MeetingRecord& record, EraseCounts& counts, bool reduced) {
    for (Turn& turn : kept.turns) {
      const Turn& left = record.turns.at(turn.number);
      const bool had_text = !turn.text.empty();
      if (!left.text.empty() || (!had_text && left.speaker)) continue;
      turn.text.clear();
      turn.speaker.reset();
      if (had_text) ++counts.turns;
    }
    const auto before = kept.memories;
    move_corrections(before, record, counts, reduced);
    for (const Memory& memory : before) {
      const auto left = std::ranges::find(record.memories, memory.id, &Memory::id);
      const bool gone = left == record.memories.end();
      if (gone || left->text != memory.text) ++counts.memories, ++counts.vectors, patterns_.forget(memory.id);
      if (gone || !is_what_is_left(memory.level, memory.text, left->text)) accesses_.forget(memory.id);
      if (gone) counts.connections += forget(memory.id);
    }
    kept.memories = record.memories;
    kept.put.memories = record.memories;
    for (Memory& memory : kept.put.memories) {
      if (memory.speaker) memory.speaker = imported_of(kept, *memory.speaker);
      if (memory.task.owner) memory.task.owner = imported_of(kept, *memory.task.owner);
    }
    kept.summary.memories = {};
    for (Memory& memory : kept.memories) {
      ++kept.summary.memories.at(static_cast<std::size_t>(memory.level));
      const auto known = corrected_.find(memory.id);
      const bool said = known != corrected_.end() && known->second.by_hand.state;
      if (memory.state == MemoryState::archived || said) accesses_.restore(memory.id);
      if (known != corrected_.end()) {
        known->second.extracted = extracted_of(memory, known->second.extracted.corrected_at);
        known->second.show_in(memory);
      }
      accesses_.show_in(memory);
    }
    std::ranges::sort(kept.memories, {}, place_of);
    auto& participants = kept.summary.meeting.participants;
    std::erase_if(participants,
                  [&](const std::string& name) { return !std::ranges::contains(record.meeting.participants, name); });
    forget_owners(kept);
    std::erase_if(connections_, [&](const auto& entry) {
      return find(entry.second.from)->meeting == record.meeting.id &&
             find(entry.second.to)->meeting == record.meeting.id;
    });
    for (const Connection& c : record.connections) connections_.emplace(ConnectionKey(c.from, c.to, c.type), c);
  }

  bool is_open_question(const Memory& memory) const {
    if (memory.type != MemoryType::question) return false;
    if (memory.text.contains(" — ") && memory.first_turn != memory.last_turn) return false;
    return std::ranges::none_of(connections_, [&](const auto& entry) {
      return entry.second.to == memory.id && entry.second.type == ConnectionType::response;
    });
  }

  void forget_owners(Kept& kept) {
    const auto people = people_of(kept);
    const auto gone = [&](const auto& owner) { return owner && !people.contains(*owner); };
    for (Memory& memory : kept.memories) {
      const auto known = corrected_.find(memory.id);
      if (known == corrected_.end()) {
        if (gone(memory.task.owner)) memory.task.owner.reset();
        continue;
      }
      auto& [by_hand, extracted] = known->second;
      if (by_hand.owner && gone(*by_hand.owner)) by_hand.owner.reset();
      if (gone(extracted.task.owner)) extracted.task.owner.reset();
      known->second.show_in(memory);
      accesses_.show_in(memory);
    }
  }

  Memory* find(const MemoryId& id) {
    return const_cast<Memory*>(std::as_const(*this).find(id));  // of this, which is not const
  }
  const Memory* find(const MemoryId& id) const {
    for (const auto& [meeting, kept] : meetings_) {
      const auto found = std::ranges::find(kept.memories, id, &Memory::id);
      if (found != kept.memories.end()) return &*found;
    }
    return nullptr;
  }

  // Connections and parents that point to it; returns how many connections.
  std::size_t forget(const MemoryId& id) {
    for (auto& [meeting, kept] : meetings_) {
      for (Memory& memory : kept.memories) {
        if (memory.parent == id) memory.parent.reset();
      }
    }
    return std::erase_if(connections_,
                         [&](const auto& entry) { return entry.second.from == id || entry.second.to == id; });
  }

  template <class Predicate>
  std::vector<Connection> connections_if(Predicate&& predicate) const {
    std::vector<Connection> found;
    for (const auto& [key, connection] : connections_) {
      if (predicate(connection)) found.push_back(connection);
    }
    return found;
  }

  static std::vector<Memory> without_vectors(std::vector<Memory> memories, bool with_vectors) {
    if (!with_vectors) {
      for (Memory& memory : memories) memory.vector.clear();
    }
    return memories;
  }

  Seq seq_ = 0;
  std::map<MeetingId, Kept> meetings_;
  std::map<ConnectionKey, Connection> connections_;
  std::vector<Change> changes_;
  std::map<MemoryId, CorrectedMemory> corrected_;
  ReferencePatterns patterns_;
  ReferenceAccesses accesses_;
  std::map<std::string, Declaration> declarations_;
  std::optional<EncoderProbe> probe_;
  std::optional<UuidBytes> snapshot_name_;
};

}  // namespace

std::unique_ptr<MemoryStore> make_reference_store() {
  return std::make_unique<ReferenceStore>();
}

}  // namespace hebb
