#include <drogon/HttpAppFramework.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <format>
#include <string_view>
#include <thread>

#include "server/exchange.h"
#include "server/listen_address.h"
#include "server/scratch_folder.h"
#include "server/server.h"
#include "server/stop_signal.h"

namespace hebb::server {
namespace {

constexpr std::size_t kIdleSeconds = 75;
constexpr std::size_t kPipelined = 64;
// What may exceed max_body_bytes and still get a problem of ours: beyond it Drogon answers a bare 413.
constexpr std::size_t kSlackBytes = 1 << 20;

std::size_t loops_of(const ServerOptions& options) {
  if (options.io_threads > 0) return options.io_threads;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
}

void route_drogon_log() {
  trantor::Logger::setLogLevel(trantor::Logger::kError);
  trantor::Logger::setOutputFunction(
      [](const char* text, std::uint64_t length) {
        std::string_view line(text, length);
        while (line.ends_with('\n')) line.remove_suffix(1);
        spdlog::error("http: {}", line);
      },
      [] {});
}

void configure(drogon::HttpAppFramework& app, const ServerOptions& options, const ListenAddress& address,
               const std::filesystem::path& scratch) {
  const std::size_t body = options.max_body_bytes + kSlackBytes;
  app.disableSigtermHandling();
  app.enableReusePort();  // joins ListenAddress's socket; without it Drogon tries the port alone first, and exits
  app.addListener(address.ip(), address.port());
  app.setThreadNum(loops_of(options));
  app.setMaxConnectionNum(options.max_connections);
  app.setIdleConnectionTimeout(kIdleSeconds);
  app.setPipeliningRequestsNumber(kPipelined);
  // Equal limits keep every body in memory, so that no transcript reaches a temporary file.
  app.setClientMaxBodySize(body).setClientMaxMemoryBodySize(body);
  app.setUploadPath(scratch.string()).setDocumentRoot(scratch.string());
  app.enableServerHeader(false).enableGzip(false).enableBrotli(false).disableSession();
}

// Calls `done` on the main loop once every event loop has done what it was told so far: listening.
void after_all_loops(drogon::HttpAppFramework& app, std::function<void()> done) {
  const auto left = std::make_shared<std::atomic<std::size_t>>(app.getThreadNum());
  for (std::size_t i = 0; i < app.getThreadNum(); ++i) {
    app.getIOLoop(i)->queueInLoop([&app, left, done] {
      if (--*left == 0) app.getLoop()->queueInLoop(done);
    });
  }
}

}  // namespace

Result<void> serve(Engine& engine, const ServerOptions& options,
                   std::function<Result<void>(std::uint16_t port)> on_listening) {
  const auto address = ListenAddress::take(options.host, options.port);
  if (!address) return std::unexpected(address.error());
  const auto scratch = ScratchFolder::create(options.scratch);
  if (!scratch) return std::unexpected(scratch.error());
  const auto stopping = StopSignal::listen();
  if (!stopping) return std::unexpected(stopping.error());

  auto& app = drogon::app();
  route_drogon_log();
  configure(app, options, *address, scratch->path());
  Exchange exchange(engine, options);
  app.registerPreRoutingAdvice([&](const drogon::HttpRequestPtr& http, drogon::AdviceCallback&& answer,
                                   drogon::AdviceChainCallback&&) { exchange.take(http, std::move(answer)); });
  Result<void> announced;
  std::jthread stopper;
  app.registerBeginningAdvice([&] {
    after_all_loops(app, [&] {
      stopper = std::jthread([&] {
        (*stopping)->wait();
        exchange.drain();
        after_all_loops(app, [&app] { app.quit(); });  // what they have read meanwhile is refused first
      });
      announced = on_listening(address->port());
      if (!announced) StopSignal::raise();
    });
  });
  app.run();
  return announced;
}

void stop() {
  StopSignal::raise();
}

}  // namespace hebb::server
