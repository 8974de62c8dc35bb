// What goes into archives and comes out of them: whole meetings, as they were put.
#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/engine_impl.h"

namespace hebb {
namespace {

// The record as the derived indexes know it: with the names that are shown, in the order in which the store gives it.
MeetingRecord shown(const StoredRecord& stored) {
  MeetingRecord record = stored.record;
  const auto show = [&](std::string& name) {
    const auto renamed = stored.renamed.find(name);
    if (renamed != stored.renamed.end()) name = renamed->second;
  };
  for (Memory& memory : record.memories) {
    if (memory.speaker) show(*memory.speaker);
    if (memory.task.owner) show(*memory.task.owner);
  }
  std::vector<std::string> participants;
  std::unordered_set<std::string> known;
  for (std::string& name : record.meeting.participants) {
    show(name);
    if (known.insert(name).second) participants.push_back(std::move(name));
  }
  record.meeting.participants = std::move(participants);
  std::ranges::sort(record.memories, {},
                    [](const Memory& memory) { return std::tuple(-static_cast<int>(memory.level), memory.position); });
  return record;
}

}  // namespace

Result<void> Engine::Impl::may_import(const Meeting& meeting) const {
  const auto project = store_->project_of(meeting.id);
  if (!project) return std::unexpected(project.error());
  if (!*project || **project == meeting.project) return {};
  return fail(ErrorCode::conflict,
              "meeting " + meeting.id.text() + " of the archive is here and has been moved to another project");
}

Result<PutOutcome> Engine::Impl::import_record(const StoredRecord& stored, const Budget& budget) {
  return write(budget, [&, this]() -> Result<PutOutcome> {
    if (auto may = may_import(stored.record.meeting); !may) return std::unexpected(may.error());
    const MeetingRecord record = shown(stored);  // first: what is stored and not applied is missed until a reindex
    const auto outcome = store_->put_record(stored);
    if (outcome && outcome->created) {
      apply([&, this] { return derived()->add(record.meeting, record.memories, outcome->seq); });
      wake_folder();
      std::ignore = freshen(record.memories, present());  // without it, it is held as when it was first imported
    }
    return outcome;
  });
}

Result<PutOutcome> Engine::import_record(const StoredRecord& stored, const Budget& budget) {
  return impl_->import_record(stored, budget);
}
Result<void> Engine::may_import(const Meeting& meeting) const {
  return impl_->may_import(meeting);
}
Result<std::optional<StoredRecord>> Engine::record(const MeetingId& id) const {
  return impl_->store().record(id);
}
Result<EncoderProbe> Engine::probe() const {
  auto stored = impl_->store().probe();
  if (!stored) return std::unexpected(stored.error());
  return *stored ? Result<EncoderProbe>(std::move(**stored)) : make_probe(impl_->encoder());
}
Result<Seq> Engine::seq() const {
  return impl_->store().seq();
}
Result<std::vector<Change>> Engine::changes(Seq after, std::size_t limit) const {
  return impl_->store().changes(after, limit);
}

}  // namespace hebb
