// The process's log: lines on standard error. No transcript, query text or key goes there.
#pragma once

#include <functional>
#include <string_view>

#include "app/config.h"
#include "cli/cli.h"

namespace hebb::app {

void start_log(const Config::Log& log);
// What a server says besides, whatever the log's level: lines of JSON as the log's.
std::function<void(cli::Talk kind, std::string_view text)> json_talk();

}  // namespace hebb::app
