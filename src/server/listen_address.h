// Takes a port for this process before Drogon listens on it, because Drogon ends the process when it cannot, and shares
// the port with another server of the same user when it can. Private to server/.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"

namespace hebb::server {

// Holds the port as long as it lives. Linux lets sockets that bind with SO_REUSEPORT join one that was bound alone and
// opened up afterwards, while a second process, which asks for it alone first, is refused.
class ListenAddress {
 public:
  // Errors: invalid_argument (no IP address), unavailable (in use, not permitted, not an address of this machine).
  static Result<ListenAddress> take(const std::string& host, std::uint16_t port);
  ~ListenAddress();
  ListenAddress(ListenAddress&& other) noexcept;
  ListenAddress& operator=(ListenAddress&&) = delete;

  const std::string& ip() const { return ip_; }
  std::uint16_t port() const { return port_; }

 private:
  ListenAddress(int socket, std::string ip, std::uint16_t port) : socket_(socket), ip_(std::move(ip)), port_(port) {}

  int socket_;
  std::string ip_;
  std::uint16_t port_;
};

}  // namespace hebb::server
