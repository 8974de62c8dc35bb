#include <drogon/HttpAppFramework.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <format>
#include <string_view>
#include <thread>

#include "server/exchange.h"
#include "server/http_text.h"
#include "server/listen_address.h"
#include "server/scratch_folder.h"
#include "server/server.h"
#include "server/stop_signal.h"

namespace hebb::server {
namespace {

// Drogon also counts the seconds in which a request is being answered, and a long transcript takes minutes.
constexpr std::size_t kIdleSeconds = 1800;
// Files that the store, the model and the logs may want to open while every connection is taken.
constexpr std::size_t kSpareFiles = 256;
constexpr std::size_t kPipelined = 64;
// What may exceed max_body_bytes and still get a problem of ours: beyond it Drogon answers a bare 413.
constexpr std::size_t kSlackBytes = 1 << 20;

std::size_t loops_of(const ServerOptions& options) {
  if (options.io_threads > 0) return options.io_threads;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
}

Result<std::vector<Network>> networks_of(const std::vector<std::string>& texts) {
  std::vector<Network> networks;
  for (const auto& text : texts) {
    const auto network = parse_network(text);
    if (!network) {
      return fail(ErrorCode::invalid_argument,
                  "HEBB_TRUSTED_PROXIES has \"" + text + "\", which is no address and no network like 10.0.0.0/8");
    }
    networks.push_back(*network);
  }
  return networks;
}

// As many connections as asked for, or as the system gives files for.
std::size_t connections_of(const ServerOptions& options) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return options.max_connections;
  files.rlim_cur =
      std::min<rlim_t>(files.rlim_max, std::max<rlim_t>(files.rlim_cur, options.max_connections + kSpareFiles));
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::getrlimit(RLIMIT_NOFILE, &files);
  const std::size_t usable = files.rlim_cur > 2 * kSpareFiles ? files.rlim_cur - kSpareFiles : files.rlim_cur / 2;
  return std::min(options.max_connections, usable);
}

void route_drogon_log() {
  trantor::Logger::setLogLevel(trantor::Logger::kError);
  trantor::Logger::setOutputFunction(
      [](const char* text, std::uint64_t length) {
        // No more of it: Drogon quotes what a client sent.
        spdlog::warn("http: refused or failed at {}", source_place({text, length}));
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
  app.setMaxConnectionNum(connections_of(options));
  app.setIdleConnectionTimeout(kIdleSeconds);
  app.setPipeliningRequestsNumber(kPipelined);
  // Equal limits keep every body in memory, so that no transcript reaches a temporary file.
  app.setClientMaxBodySize(body).setClientMaxMemoryBodySize(body);
  app.setUploadPath(scratch.string()).setDocumentRoot(scratch.string());
  app.enableServerHeader(false).enableGzip(false).enableBrotli(false).disableSession();
}

// Calls `done` on the main loop once every event loop has done what it was told so far: listening.
void after_all_loops(drogon::HttpAppFramework& app, std::function<void()> done) {
  struct Countdown {
    std::atomic<std::size_t> left;
    std::function<void()> done;
  };
  const auto countdown = std::make_shared<Countdown>(app.getThreadNum(), std::move(done));
  for (std::size_t i = 0; i < app.getThreadNum(); ++i) {
    app.getIOLoop(i)->queueInLoop([&app, countdown] {
      if (--countdown->left == 0) app.getLoop()->queueInLoop(std::move(countdown->done));
    });
  }
}

}  // namespace

Result<void> check_options(const ServerOptions& options) {
  if (auto named = ListenAddress::check(options.host); !named) return named;
  const auto trusted = networks_of(options.trusted_proxies);
  return trusted ? Result<void>() : std::unexpected(trusted.error());
}

Result<void> serve(Engine& engine, const ServerOptions& options,
                   std::function<Result<void>(std::uint16_t port)> on_listening) {
  auto trusted = networks_of(options.trusted_proxies);
  if (!trusted) return std::unexpected(trusted.error());
  const auto address = ListenAddress::take(options.host, options.port);
  if (!address) return std::unexpected(address.error());
  const auto scratch = ScratchFolder::create(options.scratch);
  if (!scratch) return std::unexpected(scratch.error());
  const auto stopping = StopSignal::listen();
  if (!stopping) return std::unexpected(stopping.error());

  auto& app = drogon::app();
  route_drogon_log();
  configure(app, options, *address, scratch->path());
  Exchange exchange(engine, options, std::move(*trusted), scratch->path(), address->sent_at_once());
  app.registerPreRoutingAdvice([&](const drogon::HttpRequestPtr& http, drogon::AdviceCallback&& answer,
                                   drogon::AdviceChainCallback&&) { exchange.take(http, std::move(answer)); });
  app.registerPreSendingAdvice([](const drogon::HttpRequestPtr& http, const drogon::HttpResponsePtr& response) {
    if (response->statusCode() != drogon::k400BadRequest) return;
    if (http->attributes()->find(kLastOfConnection)) response->setCloseConnection(true);
  });
  app.registerNewConnectionAdvice(
      [&](const trantor::InetAddress& peer, const trantor::InetAddress& local) { return exchange.open(peer, local); });
  Result<void> announced;
  std::jthread stopper;
  app.registerBeginningAdvice([&] {
    after_all_loops(app, [&] {
      stopper = std::jthread([&] {
        (*stopping)->wait();
        if (!exchange.drain(options.stop_time)) {
          spdlog::error("stopping: ended with requests that would not stop");
          std::_Exit(1);  // as a kill would: what was acknowledged is stored, nothing else is half there
        }
        after_all_loops(app, [&app] { app.quit(); });  // what they have read meanwhile is refused first
      });
      address->send_at_once();
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
