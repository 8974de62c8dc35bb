// The least that Drogon can do: answers every request with the same body. What cached answers are measured against.
#include <drogon/HttpAppFramework.h>
#include <drogon/HttpResponse.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>

int main(int argc, char** argv) {
  if (argc != 3) return 2;  // PORT BYTES
  const std::string body(static_cast<std::size_t>(std::atoi(argv[2])), 'x');
  auto& app = drogon::app();
  app.setLogLevel(trantor::Logger::kError);
  app.registerPreRoutingAdvice(
      [&](const drogon::HttpRequestPtr&, drogon::AdviceCallback&& answer, drogon::AdviceChainCallback&&) {
        auto response = drogon::HttpResponse::newHttpResponse();
        response->setBody(body);
        response->setContentTypeString("application/json");
        answer(response);
      });
  app.addListener("127.0.0.1", static_cast<std::uint16_t>(std::atoi(argv[1])));
  app.setThreadNum(std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4));
  app.run();
}
