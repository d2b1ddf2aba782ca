// runs: (65)=65; (65536)=0; (-1)=65535; (131071)=65535
public class I2C {
    public static char test(int a) {
        return (char) a;
    }
}
