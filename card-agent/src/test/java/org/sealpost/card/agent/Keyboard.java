package org.sealpost.card.agent;

import java.awt.AWTException;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;

/**
 * Plays keys on the display, once something is on it: each argument is {@code enter}, {@code
 * escape}, {@code tab}, {@code gone} (waits for an empty screen), or text.
 */
final class Keyboard {
  private static final long PATIENCE = 60_000_000_000L;

  private Keyboard() {}

  public static void main(String[] arguments) throws AWTException {
    Robot robot = new Robot();
    robot.setAutoDelay(20);
    Dimension size = Toolkit.getDefaultToolkit().getScreenSize();
    await(robot, size, true);
    // The window is drawn before it has the focus.
    robot.delay(700);
    for (String argument : arguments) {
      if (argument.equals("gone")) {
        await(robot, size, false);
      } else {
        play(robot, argument);
      }
    }
  }

  private static void play(Robot robot, String argument) {
    switch (argument) {
      case "enter" -> press(robot, KeyEvent.VK_ENTER);
      case "escape" -> press(robot, KeyEvent.VK_ESCAPE);
      case "tab" -> press(robot, KeyEvent.VK_TAB);
      default -> argument.chars().forEach(c -> press(robot, KeyEvent.getExtendedKeyCodeForChar(c)));
    }
  }

  private static void press(Robot robot, int key) {
    robot.keyPress(key);
    robot.keyRelease(key);
  }

  private static void await(Robot robot, Dimension size, boolean window) {
    long deadline = System.nanoTime() + PATIENCE;
    while (isEmpty(robot.createScreenCapture(new Rectangle(size))) == window) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(window ? "no window came up" : "the window stays");
      }
      robot.delay(50);
    }
  }

  private static boolean isEmpty(BufferedImage screen) {
    int middle = screen.getRGB(screen.getWidth() / 2, screen.getHeight() / 2);
    return middle == screen.getRGB(0, 0);
  }
}
