/** Does what its argument says, for tests of `cortadoctl compare`. */
public class Fickle {
    public static void main(String[] args) throws Exception {
        System.out.println("first line");
        switch (args[0]) {
            case "same" -> System.out.println("second line");
            case "vm" -> System.out.println(System.getProperty("java.vm.name"));
            case "time" -> System.out.println(System.nanoTime());
            case "exit" -> {
                System.err.println("complaint");
                System.exit(Integer.parseInt(args[1]));
            }
            case "exit-on-cortado" -> {
                if (System.getProperty("java.vm.name").contains("Cortado")) {
                    System.exit(3);
                }
            }
            case "wait" -> {
                System.err.println("ready after " + System.nanoTime());
                System.out.println("later " + System.nanoTime());
                Thread.sleep(Long.MAX_VALUE);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
