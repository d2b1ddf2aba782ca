import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;

/** The socket that a program is started with as its input. */
public class NetInherited {
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            child();
            return;
        }
        System.out.println(System.inheritedChannel());
        String program = ProcessHandle.current().info().command().get();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            String script = "exec \"$0\" -cp \"$1\" NetInherited child 0<>/dev/tcp/127.0.0.1/" + server.getLocalPort();
            Process process = new ProcessBuilder("bash", "-c", script, program, System.getProperty("java.class.path")).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (Socket socket = server.accept()) {
                System.out.print(new String(socket.getInputStream().readAllBytes()));
            }
            System.out.println(process.waitFor() + " " + new String(process.getInputStream().readAllBytes()));
        }
    }

    static void child() throws IOException {
        SocketChannel channel = (SocketChannel) System.inheritedChannel();
        String text = channel.isConnected() + " " + channel.isBlocking() + " " + (channel == System.inheritedChannel()) + " " + ((InetSocketAddress) channel.getRemoteAddress()).getAddress() + "\n";
        channel.write(ByteBuffer.wrap(text.getBytes()));
        channel.close();
        System.out.print("closed");
    }
}
