// flags: -Djava.net.preferIPv4Stack=true -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.PollSelectorProvider

import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.util.*;

/** Sockets of version 4 only, and the selector on poll. */
public class NetIpv4Stack {
    interface Action {
        Object run() throws Exception;
    }

    static void show(String what, Action action) {
        try {
            System.out.println(what + ": " + action.run());
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Arrays.toString(InetAddress.getAllByName("localhost")));
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            System.out.println(each.getInterfaceAddresses());
        }
        System.out.println(new ServerSocket(0).getInetAddress() + " " + new DatagramSocket().getLocalAddress());
        show("connect to version 6", () -> new Socket("::1", 9));
        show("bind to version 6", () -> new ServerSocket(0, 5, InetAddress.getByName("::1")));
        show("reachable", () -> InetAddress.getLoopbackAddress().isReachable(2000));
        show("reachable 6", () -> InetAddress.getByName("::1").isReachable(200));
        show("channel", () -> SocketChannel.open(StandardProtocolFamily.INET6));
        NetworkInterface loopback = NetworkInterface.getByName("lo");
        InetAddress group = InetAddress.getByName("239.8.7.6");
        try (MulticastSocket in = new MulticastSocket(0); DatagramSocket out = new DatagramSocket()) {
            in.joinGroup(new InetSocketAddress(group, 0), loopback);
            in.setSoTimeout(3000);
            out.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            out.send(new DatagramPacket("four".getBytes(), 4, group, in.getLocalPort()));
            DatagramPacket packet = new DatagramPacket(new byte[10], 10);
            in.receive(packet);
            System.out.println(packet.getLength() + " " + out.getOption(StandardSocketOptions.IP_MULTICAST_IF).getName());
        }
        try (Selector selector = Selector.open(); ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            System.out.println(selector.getClass().getName() + " " + selector.selectNow() + " " + selector.select(20));
            SocketChannel a = SocketChannel.open(server.getLocalAddress());
            SocketChannel b = server.accept();
            b.configureBlocking(false);
            SelectionKey key = b.register(selector, SelectionKey.OP_READ);
            System.out.println(selector.select(20));
            a.write(ByteBuffer.allocate(3));
            System.out.println(selector.select() + " " + key.isReadable() + " " + b.read(ByteBuffer.allocate(9)));
            new Thread(selector::wakeup).start();
            System.out.println(selector.select(10_000));
            Thread.currentThread().interrupt();
            System.out.println(selector.select() + " " + Thread.interrupted());
            a.close();
            b.close();
        }
    }
}
