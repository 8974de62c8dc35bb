#include "bench/grown_store.h"

#include <cmath>
#include <random>
#include <vector>

#include "base/digest.h"
#include "bench/must.h"
#include "store/sqlite/sqlite_store.h"

namespace hebb::bench {
namespace {

void perturb(MeetingRecord& record, std::uint32_t copy) {
  const auto renamed = [copy](const auto& id) {
    return std::remove_cvref_t<decltype(id)>::of(Sha256().field(id.text()).field(copy).finish());
  };
  std::mt19937 random(copy);
  std::normal_distribution<float> noise(0, 0.02f);
  record.meeting.id = renamed(record.meeting.id);
  for (Memory& memory : record.memories) {
    memory.id = renamed(memory.id);
    memory.meeting = record.meeting.id;
    if (memory.parent) memory.parent = renamed(*memory.parent);
    double norm = 0;
    for (std::size_t i = 0; i < kSemanticDimension; ++i) {
      memory.vector[i] += noise(random);
      norm += static_cast<double>(memory.vector[i]) * memory.vector[i];
    }
    for (std::size_t i = 0; i < kSemanticDimension; ++i) memory.vector[i] /= static_cast<float>(std::sqrt(norm));
  }
  for (Connection& connection : record.connections) {
    connection.from = renamed(connection.from);
    connection.to = renamed(connection.to);
  }
}

}  // namespace

void remove_store(const std::filesystem::path& database) {
  for (const char* suffix : {"", "-wal", "-shm", ".index"}) std::filesystem::remove(database.string() + suffix);
}

void grow_store(const std::filesystem::path& from, const std::filesystem::path& to, std::size_t memories) {
  remove_store(to);
  const auto source = must(open_sqlite_store({.file = from}), "store");
  const auto grown = must(open_sqlite_store({.file = to, .durability = SqliteOptions::Durability::normal}), "store");
  if (const auto probe = must(source->probe(), "probe")) must(grown->put_probe(*probe), "probe");
  std::size_t held = 0;
  for (std::uint32_t copy = 0; held < memories; ++copy) {
    std::vector<MeetingRecord> records;
    must(source->scan({},
                      [&](StoredMeeting&& stored) -> Result<void> {
                        if (held < memories) {
                          held += stored.memories.size();
                          records.push_back({.meeting = std::move(stored.summary.meeting),
                                             .memories = std::move(stored.memories),
                                             .connections = std::move(stored.connections)});
                        }
                        return {};
                      }),
         "scan");
    for (MeetingRecord& record : records) {
      record.turns = must(source->turns(record.meeting.id, 0, UINT32_MAX), "turns");
      if (copy > 0) perturb(record, copy);
      must(grown->put_meeting(record, {}), "put");
    }
  }
}

}  // namespace hebb::bench
