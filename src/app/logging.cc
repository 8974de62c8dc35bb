#include "app/logging.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "base/log_line.h"
#include "text/placed_words.h"

namespace hebb::app {
namespace {

// What was logged, as the last member of a JSON object or as text: %* of a pattern.
template <bool kJson>
class Payload : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string line = valid_utf8({message.payload.data(), message.payload.size()});
    const LogParts parts = parts_of_log_line(line);
    if (!kJson) {
      out.append(parts.message.data(), parts.message.data() + parts.message.size());
      return;
    }
    std::string text = json_string(parts.message);
    if (!parts.fields.empty()) text.append(",").append(parts.fields);
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<Payload>(); }
};

template <bool kJson>
std::unique_ptr<spdlog::formatter> formatter_of(std::string pattern) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<Payload<kJson>>('*').set_pattern(std::move(pattern));
  return formatter;
}

std::shared_ptr<spdlog::logger> logger_of(bool json, spdlog::level::level_enum level) {
  auto logger = std::make_shared<spdlog::logger>("hebb", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(
      json ? formatter_of<true>(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","logger":"%n","message":%*})")
           : formatter_of<false>("%Y-%m-%dT%H:%M:%S.%eZ %l %*"));
  logger->set_level(level);
  logger->flush_on(spdlog::level::info);
  return logger;
}

spdlog::level::level_enum level_of(cli::Talk kind) {
  switch (kind) {
    case cli::Talk::note:
      return spdlog::level::info;
    case cli::Talk::warning:
      return spdlog::level::warn;
    case cli::Talk::failure:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void start_log(const Config::Log& log) {
  spdlog::set_default_logger(logger_of(log.format == "json", spdlog::level::from_str(log.level)));
}

std::function<void(cli::Talk kind, std::string_view text)> json_talk() {
  return [logger = logger_of(true, spdlog::level::info)](cli::Talk kind, std::string_view text) {
    logger->log(level_of(kind), "{}", text);
  };
}

}  // namespace hebb::app
