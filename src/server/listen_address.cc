#include "server/listen_address.h"

#include "server/client_address.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <format>
#include <system_error>
#include <utility>

namespace hebb::server {
namespace {

// Bytes; Linux takes them twice, for what it adds itself, and gives no more than net.core.wmem_max, which is this much
// wherever it was not changed.
constexpr int kSendBuffer = 208 << 10;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

std::optional<Address> address_of(const std::string& ip, std::uint16_t port) {
  Address address;
  sockaddr_in v4{.sin_family = AF_INET, .sin_port = htons(port)};
  sockaddr_in6 v6{.sin6_family = AF_INET6, .sin6_port = htons(port)};
  if (inet_pton(AF_INET, ip.c_str(), &v4.sin_addr) == 1) {
    std::memcpy(&address.storage, &v4, address.size = sizeof v4);
  } else if (inet_pton(AF_INET6, ip.c_str(), &v6.sin6_addr) == 1) {
    std::memcpy(&address.storage, &v6, address.size = sizeof v6);
  } else {
    return std::nullopt;
  }
  return address;
}

std::string ip_of(const std::string& host) {
  return host == "localhost" ? "127.0.0.1" : host;
}

std::string mend_of(int error) {
  if (error == EADDRINUSE) return "another program has it; stop that one, or choose another port with --port";
  if (error == EACCES) return "ports below 1024 need rights; choose another with --port";
  if (error == EADDRNOTAVAIL) return "the address is none of this machine's; choose another with --host";
  return std::strerror(error);  // NOLINT(concurrency-mt-unsafe): glibc's is safe
}

// -1 and errno when it cannot be.
int bound_socket(const Address& address, bool reuse) {
  const int fd = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  if (reuse) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address.storage), address.size) == 0) return fd;
  const int kept = errno;
  ::close(fd);
  errno = kept;
  return -1;
}

std::uint16_t bound_port(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  if (bound.ss_family == AF_INET6) {
    std::memcpy(&v6, &bound, sizeof v6);
    return ntohs(v6.sin6_port);
  }
  std::memcpy(&v4, &bound, sizeof v4);
  return ntohs(v4.sin_port);
}

bool listens(int socket) {
  int listening = 0;
  socklen_t size = sizeof listening;
  return getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

}  // namespace

Result<void> ListenAddress::check(const std::string& host) {
  if (address_of(ip_of(host), 0)) return {};
  return fail(ErrorCode::invalid_argument,
              std::format("cannot listen on \"{}\": --host takes an IP address or localhost", host));
}

Result<ListenAddress> ListenAddress::take(const std::string& host, std::uint16_t port) {
  if (auto named = check(host); !named) return std::unexpected(named.error());
  const std::string ip = ip_of(host);
  const auto address = address_of(ip, port);
  const std::string shown = ip.contains(':') ? std::format("[{}]:{}", ip, port) : std::format("{}:{}", ip, port);
  // Alone first: SO_REUSEADDR would let in whoever sets it too, as long as nobody listens. Then with it, to take the
  // port over from connections of an earlier server that are still closing.
  int fd = bound_socket(*address, false);
  if (fd < 0 && errno == EADDRINUSE) fd = bound_socket(*address, true);
  if (fd < 0) return fail(ErrorCode::unavailable, std::format("cannot listen on {}: {}", shown, mend_of(errno)));
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  return ListenAddress(fd, ip, bound_port(fd));
}

ListenAddress::ListenAddress(ListenAddress&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), ip_(std::move(other.ip_)), port_(other.port_) {}

bool ListenAddress::is_loopback() const {
  const auto address = parse_address(ip_);
  return address && address->is_loopback();
}

std::size_t ListenAddress::sent_at_once() const {
  return is_loopback() ? 192u << 10U : 64u << 10U;
}

void ListenAddress::send_at_once() const {
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename();
    int socket = -1;
    std::from_chars(name.data(), name.data() + name.size(), socket);
    if (!listens(socket) || bound_port(socket) != port_) continue;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // Elsewhere Linux finds the size that the way there needs, which a size of ours would end.
    if (is_loopback()) setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
  }
}

ListenAddress::~ListenAddress() {
  if (socket_ >= 0) ::close(socket_);
}

}  // namespace hebb::server
