// What is declared of projects: put as it is given, and linked with the memories whenever somebody asks.
#include <algorithm>
#include <format>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "engine/engine_impl.h"
#include "engine/listing.h"
#include "extract/mentions.h"
#include "text/declared_names.h"

namespace hebb {
namespace {

template <class Declared>
std::vector<std::string> names_of(const Declared& one) {
  std::vector<std::string> names{one.name};
  names.insert(names.end(), one.also.begin(), one.also.end());
  return names;
}

// The stakeholders, then the deliverables.
std::vector<std::vector<std::string>> things_of(const Declaration& declaration) {
  std::vector<std::vector<std::string>> things;
  things.reserve(declaration.stakeholders.size() + declaration.deliverables.size());
  for (const Stakeholder& one : declaration.stakeholders) things.push_back(names_of(one));
  for (const Deliverable& one : declaration.deliverables) things.push_back(names_of(one));
  return things;
}

bool has_key(const std::vector<std::string>& names, const std::string& key) {
  return std::ranges::contains(names, key, [](const std::string& name) { return name_key(name); });
}

template <class Declared>
void compare(const std::vector<Declared>& before, const std::vector<Declared>& now, DeclarationChange& change) {
  std::map<std::string, const Declared*> known;
  for (const Declared& one : before) known.emplace(name_key(one.name), &one);
  for (const Declared& one : now) {
    const auto found = known.find(name_key(one.name));
    if (found == known.end()) {
      ++change.added;
      continue;
    }
    if (*found->second != one) ++change.changed;
    known.erase(found);
  }
  change.gone += known.size();
}

DeclarationChange change_between(const Declaration& before, const Declaration& now) {
  DeclarationChange change{.stakeholders = now.stakeholders.size(), .deliverables = now.deliverables.size()};
  compare(before.stakeholders, now.stakeholders, change);
  compare(before.deliverables, now.deliverables, change);
  return change;
}

// What is declared of a kind, with the keys of the names.
template <class Declared>
class KeyedEntries {
 public:
  explicit KeyedEntries(std::vector<Declared> entries) : entries_(std::move(entries)) {
    keys_.reserve(entries_.size());
    for (const Declared& one : entries_) keys_.push_back(name_key(one.name));
  }
  bool remove(const std::string& key) {
    const auto at = place_of(key);
    if (at == std::ssize(keys_)) return false;
    keys_.erase(keys_.begin() + at);
    entries_.erase(entries_.begin() + at);
    return true;
  }
  void set(const Declared& one) {
    std::string key = name_key(one.name);
    const auto at = place_of(key);
    if (at == std::ssize(keys_)) {
      keys_.push_back(std::move(key));
      entries_.push_back(one);
    } else {
      entries_[static_cast<std::size_t>(at)] = one;
    }
  }
  std::vector<Declared> take() { return std::move(entries_); }

 private:
  std::ptrdiff_t place_of(const std::string& key) const { return std::ranges::find(keys_, key) - keys_.begin(); }

  std::vector<Declared> entries_;
  std::vector<std::string> keys_;  // of each entry, all different
};

Result<Declaration> edited(const Declaration& declaration, const DeclarationEdit& edit) {
  KeyedEntries stakeholders(declaration.stakeholders);
  KeyedEntries deliverables(declaration.deliverables);
  for (std::size_t i = 0; i < edit.remove.size(); ++i) {
    const std::string key = name_key(edit.remove[i]);
    const bool was_stakeholder = stakeholders.remove(key), was_deliverable = deliverables.remove(key);
    const std::string place = edit.remove.size() > 1 ? std::format("remove[{}]: ", i) : "";
    if (!was_stakeholder && !was_deliverable) {
      return fail(ErrorCode::not_found, place +
                                            "nothing is declared by that name (other names do not count here); "
                                            "`hebb declared` lists what is");
    }
    if (was_stakeholder && was_deliverable) {
      return fail(ErrorCode::conflict, place + "a stakeholder and a deliverable have that name; declare all anew");
    }
  }
  for (const Stakeholder& one : edit.set.stakeholders) stakeholders.set(one);
  for (const Deliverable& one : edit.set.deliverables) deliverables.set(one);
  return Declaration{.stakeholders = stakeholders.take(), .deliverables = deliverables.take()};
}

Result<Declaration> without_faults(Declaration declaration) {
  const auto faults = faults_of(declaration);
  if (faults.empty()) return declaration;
  return fail(ErrorCode::invalid_argument, faults.front().field + ": " + faults.front().message);
}

// Each entry was sound by itself, so the request has no place of which the fault could be told.
Result<Declaration> without_clashes(Declaration declaration) {
  const auto faults = faults_of(declaration);
  if (faults.empty()) return declaration;
  const auto& [field, message] = faults.front();
  return fail(ErrorCode::conflict,
              std::format("together with what is declared already, {} {}; nothing was changed", field, message));
}

bool can_mention(const Memory& memory) {
  return memory.level == Level::episode && memory.state == MemoryState::active;
}

bool has_capitals(std::span<const Memory> memories) {
  std::vector<std::string_view> texts;
  for (const Memory& memory : memories) {
    if (memory.level == Level::episode) texts.push_back(memory.text);
  }
  return writes_capitals(texts);
}

// Counts meeting after meeting.
class MentionTally {
 public:
  explicit MentionTally(std::size_t things) : counts_(things), last_(things, nullptr) {}

  void add(std::size_t thing, const CatalogMeeting& meeting) {
    MentionCounts& counts = counts_[thing];
    ++counts.memories;
    if (std::exchange(last_[thing], &meeting) == &meeting) return;
    ++counts.meetings;
    if (!meeting.started_at) return;
    counts.first_at = std::min(counts.first_at.value_or(*meeting.started_at), *meeting.started_at);
    counts.last_at = std::max(counts.last_at.value_or(*meeting.started_at), *meeting.started_at);
  }
  const MentionCounts& of(std::size_t thing) const { return counts_[thing]; }

 private:
  std::vector<MentionCounts> counts_;
  std::vector<const CatalogMeeting*> last_;
};

}  // namespace

Result<Declaration> Engine::Impl::declaration(const std::string& project, const ProjectSet& seen) const {
  return seen.contains(project) ? store_->declaration(project) : Declaration();
}

Result<DeclarationChange> Engine::Impl::declare(const std::string& project, const Declaration& declaration,
                                                const ProjectSet& seen, const Budget& budget) {
  const auto sound = without_faults(declaration);
  if (!sound) return std::unexpected(sound.error());
  return redeclare(project, seen, budget, [&](const Declaration&) { return sound; });
}

Result<DeclarationChange> Engine::Impl::edit_declaration(const std::string& project, const DeclarationEdit& edit,
                                                         const ProjectSet& seen, const Budget& budget) {
  if (const auto sound = without_faults(edit.set); !sound) return std::unexpected(sound.error());
  return redeclare(project, seen, budget,
                   [&](const Declaration& before) { return edited(before, edit).and_then(without_clashes); });
}

Result<DeclarationChange> Engine::Impl::redeclare(
    const std::string& project, const ProjectSet& seen, const Budget& budget,
    const std::function<Result<Declaration>(const Declaration& before)>& next) {
  if (!seen.contains(project)) return no_such_project();
  return write(budget, [&, this]() -> Result<DeclarationChange> {
    const auto before = store_->declaration(project);
    if (!before) return std::unexpected(before.error());
    if (before->empty() && projects_in(project, seen).empty()) return no_such_project();
    const auto now = next(*before);
    if (!now) return std::unexpected(now.error());
    const auto put = store_->put_declaration(project, *now);
    if (!put && put.error().code == ErrorCode::not_found) return no_such_project();
    if (!put) return std::unexpected(put.error());
    const auto change = change_between(*before, *now);
    if (change.changed + change.gone > 0) kept_replies_.forget(project);  // a note's says whom it mentions
    return change;
  });
}

Result<bool> Engine::Impl::import_declaration(const std::string& project, const Declaration& declaration,
                                              const Budget& budget) {
  HEBB_CHECK(faults_of(declaration).empty());
  return write(budget, [&, this]() -> Result<bool> {
    const auto before = store_->declaration(project);
    if (!before) return std::unexpected(before.error());
    if (!before->empty()) return false;
    const auto put = store_->put_declaration(project, declaration);
    if (!put && put.error().code == ErrorCode::not_found) return false;  // its meetings are elsewhere by now
    return put ? Result<bool>(true) : std::unexpected(put.error());
  });
}

// What is left of a project whose meetings were all moved away.
Result<EraseCounts> Engine::Impl::erase_declared(const std::string& project, bool dry_run, const ProjectSet& seen,
                                                 const Budget& budget) {
  return erasing(dry_run, budget, [&, this]() -> Result<EraseCounts> {
    const auto declared = declaration(project, seen);
    if (!declared) return std::unexpected(declared.error());
    if (declared->empty()) return fail(ErrorCode::not_found, "no meetings in project \"" + project + "\"");
    const auto seq = store_->seq();
    if (!seq) return std::unexpected(seq.error());
    EraseCounts counts;
    counts.seq = *seq;
    if (dry_run) return counts;
    const auto put = store_->put_declaration(project, {});
    if (!put) return std::unexpected(put.error());
    counts.traces_remain = put->traces_remain;
    kept_replies_.forget(project);
    return counts;
  });
}

Result<DeclaredProject> Engine::Impl::declared(const std::string& project, const ProjectSet& seen,
                                               const Budget& budget) const {
  DeclaredProject found{.project = project};
  const auto declaration = this->declaration(project, seen);
  if (!declaration) return std::unexpected(declaration.error());
  if (declaration->empty()) return found;
  const auto speakers = store_->speakers(project);
  if (!speakers) return std::unexpected(speakers.error());
  const auto things = things_of(*declaration);
  const MentionFinder finder(things);
  MentionTally tally(things.size());
  const auto catalog = this->catalog();
  for (const CatalogMeeting* meeting : catalog->meetings_in({.project = project, .projects = seen})) {
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    const auto memories = store_->memories_of(meeting->id, false);
    if (!memories) return std::unexpected(memories.error());
    const bool capitals = has_capitals(*memories);
    for (const Memory& memory : *memories) {
      if (!can_mention(memory)) continue;
      for (const std::size_t thing : finder.find(memory.text, capitals)) tally.add(thing, *meeting);
    }
  }
  std::set<std::string> voices;
  for (const SpeakerSummary& speaker : *speakers) voices.insert(name_key(speaker.name));
  const auto is_voice = [&](const std::string& name) { return voices.contains(name_key(name)); };
  for (const Stakeholder& one : declaration->stakeholders) {
    const std::size_t thing = found.stakeholders.size();
    found.stakeholders.push_back(
        {.declared = one, .mentions = tally.of(thing), .speaks = std::ranges::any_of(things[thing], is_voice)});
  }
  for (const Deliverable& one : declaration->deliverables) {
    const std::size_t thing = found.stakeholders.size() + found.deliverables.size();
    found.deliverables.push_back({.declared = one, .mentions = tally.of(thing)});
  }
  return found;
}

// What is declared under one name: at most one thing of each kind.
Result<std::vector<std::vector<std::string>>> Engine::Impl::declared_under(const std::string& name,
                                                                           const std::string& project,
                                                                           const ProjectSet& seen) const {
  const auto declaration = this->declaration(project, seen);
  if (!declaration) return std::unexpected(declaration.error());
  auto things = things_of(*declaration);
  const std::string key = name_key(name);
  std::erase_if(things, [&](const auto& names) { return !has_key(names, key); });
  if (key.empty() || things.empty()) {
    return fail(ErrorCode::not_found,
                "nothing of that name is declared in this project; `hebb declared` lists what is");
  }
  return things;
}

Result<MemoryPage> Engine::Impl::mentions(const MentionQuery& query, const Budget& budget) const {
  std::optional<MemoryCursor> after;
  if (query.cursor) {
    const auto parsed = MemoryCursor::parse(*query.cursor);
    if (!parsed) return std::unexpected(parsed.error());
    after = *parsed;
  }
  const auto things = declared_under(query.name, query.project, query.projects);
  if (!things) return std::unexpected(things.error());
  const MentionFinder finder(*things);
  const auto limit = std::clamp<std::size_t>(query.limit, 1, kMemoryPageLimit);
  const auto catalog = this->catalog();
  auto meetings = catalog->meetings_in({.project = query.project, .projects = query.projects});
  std::ranges::sort(meetings, {}, [](const auto* one) { return meeting_place(one->started_at, one->id); });
  MemoryPage page;
  for (const CatalogMeeting* meeting : meetings) {
    const auto place = meeting_place(meeting->started_at, meeting->id);
    const auto last = after ? meeting_place(after->meeting.started_at, after->meeting.id) : place;
    if (after && place < last) continue;
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    auto memories = store_->memories_of(meeting->id, false);
    if (!memories) return std::unexpected(memories.error());
    const bool capitals = has_capitals(*memories);
    for (Memory& memory : *memories) {
      if (!can_mention(memory) || (after && place == last && memory.position <= after->position)) continue;
      if (finder.find(memory.text, capitals).empty()) continue;
      if (page.memories.size() == limit) {
        page.next = cursor_after(page.memories.back()).text();
        return page;
      }
      page.memories.push_back(listed_of(*meeting, std::move(memory)));
    }
  }
  return page;
}

Result<std::vector<DeclaredMention>> Engine::Impl::mentioned_in(const ListedMemory& listed) const {
  std::vector<DeclaredMention> mentioned;
  if (listed.memory.level != Level::episode) return mentioned;
  const auto declaration = store_->declaration(listed.project);
  if (!declaration) return std::unexpected(declaration.error());
  if (declaration->empty()) return mentioned;
  const auto memories = store_->memories_of(listed.memory.meeting, false);
  if (!memories) return std::unexpected(memories.error());
  const MentionFinder finder(things_of(*declaration));
  for (const std::size_t thing : finder.find(listed.memory.text, has_capitals(*memories))) {
    const auto stakeholders = declaration->stakeholders.size();
    if (thing < stakeholders) {
      const Stakeholder& one = declaration->stakeholders[thing];
      mentioned.push_back({.kind = DeclaredKind::stakeholder, .name = one.name, .role = one.role, .due = {}});
    } else {
      const Deliverable& one = declaration->deliverables[thing - stakeholders];
      mentioned.push_back({.kind = DeclaredKind::deliverable, .name = one.name, .role = {}, .due = one.due});
    }
  }
  return mentioned;
}

}  // namespace hebb
