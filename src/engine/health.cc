// Whether each part does its work, and what background failures left behind.
#include <algorithm>
#include <system_error>
#include <tuple>
#include <vector>

#include "engine/background.h"
#include "engine/engine_impl.h"

namespace hebb {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kTryAgainEvery = std::chrono::seconds(2);
constexpr std::uintmax_t kLittleSpace = 200u << 20;  // bytes, as hebb doctor has it

ComponentHealth failed(const Error& error, ComponentState state) {
  return {.state = state, .error = error.message};
}

// What `ask` found, and how long that took.
template <class Ask>
ComponentHealth timed(Ask ask) {
  const auto began = Clock::now();
  ComponentHealth health = ask();
  health.response_time = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  return health;
}

ComponentHealth database_health(const MemoryStore& store) {
  return timed([&]() -> ComponentHealth {
    const auto seq = store.seq();
    if (!seq) return failed(seq.error(), ComponentState::unhealthy);
    return {.seq = *seq};
  });
}

ComponentHealth vector_health(const RecallView& view) {
  return timed([&]() -> ComponentHealth {
    std::vector<float> any(kSemanticDimension);
    any.front() = 1;
    const auto hits = view.vectors->search({.vector = any, .k = 1});
    if (!hits) return failed(hits.error(), ComponentState::degraded);
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < kLevels; ++i) size += view.vectors->size(static_cast<Level>(i));
    return {.size = size, .bytes = view.vectors->resident_bytes(), .seq = view.applied_seq};
  });
}

ComponentHealth lexical_health(const RecallView& view) {
  return timed([&]() -> ComponentHealth { return {.bytes = view.lexical->resident_bytes(), .seq = view.applied_seq}; });
}

ComponentHealth model_health(const Encoder& encoder) {
  return timed([&]() -> ComponentHealth {
    const auto vector = encoder.encode("health");
    if (!vector) return failed(vector.error(), ComponentState::degraded);
    return {.name = encoder.description().name + " " + encoder.description().precision};
  });
}

ComponentHealth cache_health(const AnswerCacheStats& stats) {
  ComponentHealth health{.size = stats.entries, .bytes = stats.bytes};
  const auto asked = stats.hits + stats.misses;
  health.hit_rate = asked == 0 ? 0 : static_cast<double>(stats.hits) / static_cast<double>(asked);
  if (stats.suspended) {
    health.state = ComponentState::degraded;
    health.error = "nothing is kept while an index is behind the database; hebb reindex mends that";
  }
  return health;
}

ComponentHealth disk_health(const std::filesystem::path& database) {
  std::error_code error;
  const auto space = std::filesystem::space(database.parent_path().empty() ? "." : database.parent_path(), error);
  if (error) return {.state = ComponentState::degraded, .error = "the data directory: " + error.message()};
  ComponentHealth health{.free_bytes = space.available};
  if (space.available < kLittleSpace) {
    health.state = ComponentState::degraded;
    health.error = "less than 200 MiB are free for the data directory; make room before the next import";
  }
  return health;
}

}  // namespace

std::optional<Error> Engine::Impl::refused_write() const {
  return write_fault_.with([](const WriteFault& fault) -> std::optional<Error> {
    if (!fault.error || fault.error->code != ErrorCode::corruption) return std::nullopt;
    return Error{ErrorCode::corruption, "nothing is written since the database was found damaged (" +
                                            fault.error->message +
                                            "); stop the server, run hebb doctor, and restore a backup if it says so"};
  });
}

std::optional<Seq> Engine::Impl::seq_while_faulty() const {
  if (!write_fault_.with([](const WriteFault& fault) { return fault.error.has_value(); })) return std::nullopt;
  const auto seq = store_->seq();
  return seq ? std::optional(*seq) : std::nullopt;
}

void Engine::Impl::note_write(const std::optional<Error>& error, std::chrono::duration<double> spent,
                              std::optional<Seq> before) {
  const bool written = !error && before && store_->seq().value_or(*before) > *before;
  counted_.with([&](Counted& counted) {
    counted.writes.observe(spent);
    if (error) ++counted.failed_writes;
  });
  write_fault_.with([&](WriteFault& fault) {
    if (fault.error && fault.error->code == ErrorCode::corruption) return;
    if (written) {
      fault.error.reset();
    } else if (error && (error->code == ErrorCode::corruption || error->code == ErrorCode::resource_exhausted)) {
      fault.error = error;
    }
  });
}

Result<void> Engine::Impl::write_probe_again() const {
  const auto probe = store_->probe();
  if (!probe) return std::unexpected(probe.error());
  if (!*probe) return {};
  if (auto written = store_->put_probe(**probe); !written) return written;
  write_fault_.with([](WriteFault& fault) {
    if (fault.error && fault.error->code == ErrorCode::resource_exhausted) fault.error.reset();
  });
  return {};
}

// Writes what is there already, so that a full disk is found to have room again without anybody's import.
void Engine::Impl::try_writing_again() const {
  const bool due = write_fault_.with([](WriteFault& fault) {
    const auto now = Clock::now();
    if (!fault.error || fault.error->code != ErrorCode::resource_exhausted) return false;
    if (fault.tried_again && now - *fault.tried_again < kTryAgainEvery) return false;
    fault.tried_again = now;
    return true;
  });
  if (!due) return;
  // A queue that is full has writes in it, each of which tries too; what fails is tried again.
  std::ignore = writer_.submit([this] { std::ignore = background_or_failed([this] { return write_probe_again(); }); });
}

Health Engine::Impl::health() const {
  try_writing_again();
  Health health{.healthy = store_->seq().has_value(), .version = HEBB_VERSION};
  if (!health.healthy) health.degraded.push_back("database");
  if (write_fault_.with([](const WriteFault& fault) { return fault.error.has_value(); })) {
    health.degraded.push_back("writes");
  }
  if (is_behind()) health.degraded.push_back("index");
  if (schedule_ && schedule_->status().failure) health.degraded.push_back("backup");
  return health;
}

HealthReport Engine::Impl::examine() const {
  try_writing_again();
  HealthReport report{.version = HEBB_VERSION};
  report.uptime = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began_);
  const auto current = derived()->written();
  auto& parts = report.components;
  parts["database"] = database_health(*store_);
  const auto fault = write_fault_.with([](const WriteFault& held) { return held.error; });
  parts["writes"] = fault ? failed(*fault, ComponentState::degraded) : ComponentHealth{};
  parts["vector_store"] = vector_health(*current);
  parts["lexical_index"] = lexical_health(*current);
  if (const auto error = background_error_.with([](const auto& held) { return held; })) {
    for (const char* index : {"vector_store", "lexical_index"}) {
      parts[index].state = ComponentState::degraded;
      parts[index].error = error->message + "; hebb reindex builds it again";
    }
  }
  if (schedule_) {
    const auto status = schedule_->status();
    parts["backup"] = status.failure ? failed(*status.failure, ComponentState::degraded) : ComponentHealth{};
  }
  parts["model"] = model_health(*encoder_);
  parts["cache"] = cache_health(answers_.stats());
  if (!options_.database.empty()) parts["disk_space"] = disk_health(options_.database);
  for (const auto& [name, part] : parts)
    report.state = std::max(report.state, std::min(part.state, ComponentState::degraded));
  report.state = std::max(report.state, parts["database"].state);
  return report;
}

}  // namespace hebb
