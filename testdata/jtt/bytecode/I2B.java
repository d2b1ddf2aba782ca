// runs: (127)=127; (128)=-128; (-129)=127; (255)=-1; (256)=0
public class I2B {
    public static byte test(int a) {
        return (byte) a;
    }
}
